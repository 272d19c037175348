import type { FileKind } from '../../worker/dropped/kinds.ts';

const PHOTO = 'This page starts from a photo of a mouse: PNG, JPEG or WebP.';

/** The English sentences about files that were dropped, pasted or chosen. */
export const enDrop = {
  looking: 'Looking at the files: {count} read so far.',
  stopLooking: 'Stop',

  /** A few files as a list: names with labels, joined. */
  item: '{file} ({label})',
  more: '{list} and {count} more',

  one: 'This page uses only the photo {file}.',
  several: 'The queue takes photos, and samples with their own pictures.',
  parts: 'Photos and files that cannot be read are not imported.',
  splats: 'Only the splats are shown.',
  leftOut: 'Left out: {files}.',
  sample: 'These are posed views: {count} pictures with their cameras ({name}).',

  nothing: {
    message: 'There is no file in what you gave.',
    hint: 'Hidden files do not count. Drop a photo of a mouse, or a folder with photos.',
  },
  'too-many': {
    message: 'These are more than {limit} files.',
    hint: 'Drop fewer photos or samples at once, or only the folder of the checkpoint.',
  },
  'panel-open': {
    message: 'A photo is not part of a model, so nothing was added.',
    hint: 'Close this panel, then drop the photo again.',
  },
  writing: {
    message: 'An import is being written, so these files were not used.',
    hint: 'Wait until the import is finished, then drop them again.',
  },
  none: {
    message: 'None of these {count} files is a photo.',
    hint: 'Drop a photo of a mouse (PNG, JPEG or WebP), or the files of a checkpoint.',
  },

  labels: {
    photo: 'photo',
    weights: 'weights',
    'named-weights': 'damaged weights',
    config: 'config of a model',
    cameras: 'camera file',
    run: 'settings of an earlier run',
    result: 'result of an earlier run',
    splat: 'splat',
    mesh: 'point cloud or mesh',
    video: 'video',
    archive: 'archive',
    pickle: 'Python pickle',
    picture: 'picture in another format',
    document: 'document',
    arrays: 'file of numbers',
    json: 'JSON',
    text: 'text',
    'web-page': 'web page',
    pointer: 'pointer of Git LFS',
    empty: 'empty file',
    unreadable: 'cannot be read',
    unknown: 'unknown format',
  } satisfies Record<FileKind, string>,

  /** What a single file is that is no photo, and what to do with it. */
  kinds: {
    cameras: {
      message: '{file} is a camera file.',
      hint: 'Cameras belong to posed views: drop the file together with at least two pictures. To import a checkpoint with these cameras, drop both together.',
    },
    run: {
      message: '{file} has the settings of an earlier run.',
      hint: 'Drop one run.json alone, or together with its photo.',
    },
    result: {
      message: '{file} is a result of an earlier run.',
      hint: 'To repeat that run, drop its run.json and its photo.',
    },
    splat: {
      message: '{file} is a splat.',
      hint: `This page shows PLY, .spz, .sog, .splat, .ksplat and .glb files. If SuperSplat reads this one, it can save it as PLY. ${PHOTO}`,
    },
    mesh: {
      message: '{file} is a point cloud or a mesh.',
      hint: PHOTO,
    },
    video: {
      message: '{file} is a video.',
      hint: 'Save one frame of it as PNG, and drop that picture.',
    },
    archive: {
      message: '{file} is an archive.',
      hint: 'Unpack it first. Then drop the photo, or the folder of the checkpoint.',
    },
    pickle: {
      message: '{file} is a Python pickle, but not a checkpoint of PyTorch.',
      hint: 'If it contains weights, save them with torch.save(model.state_dict()). If it contains cameras, write them as opencv_cameras.json.',
    },
    picture: {
      message: '{file} is a picture in a format that this page does not read.',
      hint: 'Open it in another program, save it as PNG, and drop that file.',
    },
    document: {
      message: '{file} is a document.',
      hint: 'Save the picture in it as PNG, and drop that file.',
    },
    arrays: {
      message: '{file} is a file of numbers (NumPy, MATLAB or HDF5).',
      hint: 'If it contains pictures, save one as PNG. If it contains cameras, write them as opencv_cameras.json.',
    },
    json: {
      message: '{file} is JSON, but neither a config of a model nor a camera file.',
      hint: PHOTO,
    },
    text: {
      message: '{file} is text, not a picture.',
      hint: PHOTO,
    },
    'web-page': {
      message: '{file} is a web page that was saved in place of a file.',
      hint: 'Download the file again. The server may have sent a page for signing in.',
    },
    pointer: {
      message: '{file} is a pointer of Git LFS, not the file itself.',
      hint: 'Fetch the file with “git lfs pull”, then drop it again.',
    },
    empty: {
      message: '{file} is empty.',
      hint: 'Copy this file again from the original, or choose another photo.',
    },
    unreadable: {
      message: 'The browser cannot read {file}.',
      hint: 'It may have been moved, or you may lack the permission. Copy it to a disk of this computer, then drop it again.',
    },
    unknown: {
      message: '{file} has no format that is known here.',
      hint: PHOTO,
    },
  } satisfies Partial<Record<FileKind, { message: string; hint: string }>>,
};
