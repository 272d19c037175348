/** The English sentences about weight files: errors, downloads that do not flow, and the check of stored packs. */
export const enPacks = {
  connection: {
    stalled: 'No data for {file} for {seconds} s.',
    waiting: 'Connection lost, trying again in {seconds} s ({file}).',
    connecting: 'Connecting again for {file}…',
    retry: 'Try again now',
    again: 'Fetched again, because it was damaged: {file}',
  },

  check: {
    button: 'Check the files of {name}',
    short: 'Check the files',
    running: 'Checking: {percent}%',
    whole: 'All files are whole.',
    damaged:
      'Damaged: {files}. Drop the same checkpoint files again. What is damaged is written again.',
  },

  errors: {
    'storage-full': {
      message: 'There is not enough space for this pack. It needs {needed}, and {free} are free.',
      hint: 'Remove a pack that you no longer need, or free some disk space, and import again.',
    },
    'storage-filled': {
      message:
        'There is not enough space for the rest of this pack. It needs {needed}, and {free} are free.',
      hint: 'The finished files ({kept} of {total}) are kept. Remove a pack that you no longer need, or free some disk space. Then import the same files again: the import goes on from there.',
    },
    'storage-unavailable': {
      message: 'This browser gives this page no storage for packs.',
      hint: 'Open the page over https or on localhost, and not in a private window.',
    },
    'pack-busy': {
      message: 'The pack {pack} is in use.',
      hint: 'Wait until the import of this pack in another tab is finished, or close that tab.',
    },
    'weights-invalid': {
      message: 'The weights of this model pack do not fit its description, or are damaged.',
      hint: 'Install the pack again. If you imported it, import it again from the original files.',
    },
    'weights-key-unknown': {
      message: 'No file contains a model with the key {key}.',
      hint: 'The keys are: {keys}.',
    },
    'checkpoint-incomplete': {
      message: '{file} is incomplete. Missing: {missing}.',
      hint: 'Add all parts of the file, also the .index.json, and import them together.',
    },
    'checkpoint-invalid': {
      message: 'The checkpoint {file} cannot be read.',
      hint: 'The details say why.',
    },
    'checkpoint-unfit': {
      message: 'The weights in {file} do not fit a network that can be imported.',
      hint: 'The details say why.',
    },
    'checkpoint-unsafe': {
      message:
        'The checkpoint {file} asks for the function or class {global}, so it was not opened.',
      hint: 'Weights need neither. The file may be an attack: do not open it in PyTorch either. Use weights from a source that you trust, preferably as safetensors.',
    },
    'file-missing': {
      message: 'The weight file {file} is not on the server.',
      hint: 'Choose another pack in Settings, or put the file beside the pack.json of this pack.',
    },
    'file-size': {
      message: 'The weight file {file} is damaged: it has {found} bytes instead of {expected}.',
      hint: 'Copy this file to the server again, then run again. Only this file is fetched again.',
    },
    'file-damaged': {
      message: 'The weight file {file} is damaged: its content is not what pack.json says.',
      hint: 'Copy this file to the server again, then run again. Only this file is fetched again.',
    },
    'stored-file-damaged': {
      message: 'The weight file {file} of the imported pack {pack} is damaged.',
      hint: 'Import the same checkpoint files again. Only the damaged file is written again.',
    },
    'download-failed': {
      message: 'The server does not answer any more. {file} could not be fetched.',
      hint: 'Check the connection and the server, then run again. What has arrived is kept.',
    },
  },
};
