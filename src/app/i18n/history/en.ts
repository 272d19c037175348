/** The English sentences about the history of runs, and about files of earlier runs. */
export const enHistory = {
  label: 'History',
  list: 'Kept runs',
  rename: 'Rename',
  renameLabel: 'New name of {name}',
  save: 'Save',
  back: 'Cancel',
  remove: 'Delete',
  goOn: 'Go on',
  /** When a run began, and its seed. */
  meta: '{date} · seed\u00a0{seed}',
  metaPosed: '{date} · {count} posed views',
  unfinished: 'Not finished · {date}',

  figures: '{used} in use, {free} free.',
  persisted: 'The browser keeps it until you delete it.',
  notPersisted: 'The browser may delete it if the disk is nearly full.',

  clear: 'Delete all',
  clearAsk: 'Delete all {count} runs? Their photos and results cannot come back.',
  clearYes: 'Delete all runs',
  clearNo: 'Keep them',
  deleted: '{name} was deleted.',
  undo: 'Undo',

  halts: {
    closed: 'The page was closed during a run. “Go on” continues at the last finished stage.',
    crashed:
      'The page ended twice during the same stage of a run, so the run does not go on by itself. Try again with “Go on”, or delete the run.',
  },
  unkept:
    'The browser’s storage is full, so the last result is only in memory. Save its files. Or delete runs, then choose “Keep it”.',
  keepAgain: 'Keep it',
  elsewhere: 'The history is in another tab of this page. Runs in this tab are not kept.',
  notKept:
    'This browser gives the page no storage. Runs are lost when this tab is closed or loaded again, so save what you need.',

  resetSettings: 'Reset to defaults',

  /** What the page says of a run.json that was dropped. */
  record: {
    restored: 'The settings of {file} are restored.',
    started: 'The run of {file} starts with the settings of its run.json.',
    waits: 'Now drop its photo: {photo}.',
    waitsForSample: 'Now drop its pictures, with their camera file.',
    otherPhoto: 'The run.json is of another photo: {photo}.',
    ofPosedViews:
      'The run.json is of posed views. This photo runs alone, with the settings of that run. To repeat it, drop its pictures with their camera file.',
    ofPhoto:
      'The run.json is of a photo: {photo}. These posed views run with the settings of that run.',
    packMissing: 'Its pack “{pack}” is not here. The chosen pack stays.',
    packChanged: 'The pack “{pack}” here has other weights: {files}.',
    version: 'It was made by version {theirs} of the app. This is version {ours}.',
    backend: 'It was computed on the {theirs}. This page computes on the {ours}.',
    refused: 'Settings that this page does not take: {names}.',
    damaged: {
      message: '{file} is damaged, or is no run.json of this app.',
      hint: 'Copy it again from the outputs of the run.',
    },
  },
};
