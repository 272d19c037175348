/** The English sentences of the import panel. */
export const enImport = {
  title: 'Import a checkpoint',
  open: 'Import a checkpoint…',
  intro:
    'Drop the files or the folder of a checkpoint here. You can use FaceLift’s pipeckpts and gslrm, weights that you fine-tuned from FaceLift’s, and LGM’s weights. Nothing is uploaded. No code in the files is executed.',
  formats: '.safetensors · .pt · .pth · .bin · .ckpt · .onnx · .json',
  files: 'Checkpoint files',
  folder: 'Checkpoint folder',
  chooseFiles: 'Choose files',
  chooseFolder: 'Choose a folder',
  addFiles: 'Add files',
  addFolder: 'Add a folder',
  startOver: 'Start over',
  reading: 'Reading the files…',
  stopReading: 'Stop',
  release: 'Let go to open',

  found: 'Recognised',
  parts: {
    cameras: 'Cameras',
    remover: 'Background remover',
  },
  facts: {
    cameras: '{count} cameras, {image} px',
    remover: '{title}',
  },
  camerasAssumed: 'There is no camera file. The model’s usual cameras are assumed.',
  nothing: 'None of these files belongs to a model that can be imported.',
  missing: 'Still missing',
  missingParts: {
    unet: 'Multi-view UNet (unet/diffusion_pytorch_model.safetensors and its config.json)',
    vae: 'Autoencoder (vae/diffusion_pytorch_model.safetensors and its config.json)',
    imageEncoder: 'Image encoder (image_encoder/model.safetensors and its config.json)',
    viewEmbeds: 'View embeddings (clr_embeds.pt)',
    reconstructor: 'Reconstructor (GS-LRM’s ckpt_….pt or LGM’s weights)',
    cameras: 'Cameras (opencv_cameras.json)',
  },
  notes: 'Notes',
  noteTexts: {
    'not-needed': '{path} is not needed.',
    'not-used': '{path} is not used. Another file of the same kind is used instead.',
    unknown:
      '{path} does not belong to a model that can be imported. It contains tensors of other names: {names}.',
    'several-average':
      '{path} contains several models: {keys}. The averaged weights (EMA) are used: {key}.',
    'several-first': '{path} contains several models: {keys}. This one is used: {key}.',
    'several-asked': '{path} contains several models: {keys}. You chose {key}.',
    'average-unusable':
      '{path} also has averaged weights ({average}), but they are not a whole network. So {key} is used.',
    'config-assumed': '{path} has no config.json beside it. The usual values are assumed.',
    'scheduler-assumed': '{path} has no scheduler_config.json. FaceLift’s values are assumed.',
    'plain-attention':
      'The config of {path} has no values for views. Plain self-attention is assumed.',
    'tensors-unused':
      '{path} contains tensors that this kind of network does not use: {names}. If they are needed, the results will differ.',
    'views-only':
      '{path} is a reconstructor without a multi-view model. The pack cannot start from a photo. It can only reconstruct views with known cameras, on the command line.',
  },
  moreNotes: 'And {count} more.',

  modelQuestion: 'This file contains several models: {path}. Which one do you want?',
  averaged: '{key} (averaged weights)',

  rigQuestion: 'With whose cameras was this part trained? {part}: {path}',
  rigParts: {
    pose: 'Pose model',
    multiview: 'Multi-view UNet',
    viewEmbeds: 'View embeddings',
    reconstructor: 'Reconstructor',
  },
  rigOwners: {
    facelift: 'FaceLift’s six cameras',
    cameras: 'The cameras of the camera file',
  },
  rigNeedsFile:
    'If this part was trained with other cameras, add the camera file (opencv_cameras.json).',
  mismatch: 'The parts were trained with different cameras',
  mismatchWhy:
    'This pack uses the cameras of {expected}, but not every part was trained with these cameras. The pack runs without an error, but the shapes of its splats are wrong.',
  mismatchPart: '{part}: trained with {rig}',
  allowMixed: 'Import anyway',

  name: 'Name',
  nameHint: 'Stored as {id}',
  precision: 'Precision',
  precisions: {
    F16: '16-bit floats (as in FaceLift)',
    F32: '32-bit floats (exact, twice the size)',
    int8x2: '16-bit integers (for GPUs without 16-bit floats)',
    int8: '8-bit integers (half the size, less exact)',
  },
  withoutF16:
    '16-bit floats are not offered: without half precision (shader-f16), weights of this size do not fit into memory here.',
  licence: 'Licence terms',
  accept: 'I have read the terms and will follow them',
  size: '{size} will be written',
  free: '{size} free',
  freeUnknown: 'free space unknown',
  tooLarge: 'This is more than the free space.',
  resumes:
    '{done} of {total} are already stored from an earlier try. The import continues from there.',

  start: 'Import',
  cancel: 'Cancel',
  close: 'Close',
  progress: 'Import progress',
  written: '{written} of {total}',
  cancelling: 'Stopping…',
  cancelled:
    'Cancelled. The finished files are kept. Drop the same files again to continue from there.',
  done: '“{name}” is imported and is now the chosen model pack.',

  stored: 'Imported packs',
  unfinished: 'Unfinished imports',
  unfinishedHint: 'Drop the same files again to continue.',
  remove: 'Remove {name}',
  removeShort: 'Remove',
  removeAsk: 'Remove {name} ({size})? To use this pack later, you must import it again.',
  removeYes: 'Yes, remove',
  removeNo: 'Keep',
};
