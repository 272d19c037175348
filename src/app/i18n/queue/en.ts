/** The English sentences about the queue. */
export const enQueue = {
  texts: {
    label: 'Queue',
    list: 'Items of the queue',

    /** Numbers of items in each state. They are joined to one line. */
    counts: {
      running: '{count} running',
      waiting: '{count} waiting',
      done: '{count} done',
      doubtful: '{count} doubtful',
      failed: '{count} failed',
      cancelled: '{count} cancelled',
    },
    /** The counts, where nothing else says that they are about the queue. */
    over: 'Queue: {counts}',
    states: {
      running: 'Running',
      waiting: 'Waiting',
      done: 'Done',
      doubtful: 'Doubtful',
      failed: 'Failed',
      cancelled: 'Cancelled',
    },
    /** The state of a sample. */
    posed: '{state} · {count} posed views',
    made: '{count} Gaussians · {seconds} s',
    /** A stage with its progress. */
    progress: '{stage} · {percent}%',

    show: 'Show the result of {file}',
    showRun: 'Show the run of {file}',
    cancel: 'Cancel {file}',
    retry: 'Run {file} again',
    remove: 'Remove {file}',

    resume: 'Continue',
    cancelAll: 'Cancel all',
    retryFailed: 'Run failed again',
    saveZip: 'Save all (.zip)',
    saveFolder: 'Save to folder',
    clear: 'Clear',
    clearAsk:
      'Remove all items and results of the queue? Results that you have not saved are lost.',
    clearYes: 'Remove all',
    clearNo: 'Keep',

    adding: 'Copying photos and samples: {done} of {total}',
    saving: 'Writing results: {done} of {total}',
    saved: 'The results of {count} items are in the folder.',

    halts: {
      closed: 'The page was closed before all items were done. “Continue” runs those that wait.',
      crashed:
        'The page ended twice during the run of the same item. Cancel this item, or try it again with “Continue”.',
      unstored:
        'The last result could not be stored, so it is only in memory. Save all, remove finished items to free space, then continue.',
      'same-error':
        'Two items in a row failed for the same reason. Others would fail, too, so the queue stopped.',
      problem: 'The queue stopped.',
    },

    notKept:
      'This browser gives the page no storage. The queue is lost when this tab is closed or loaded again.',
    notFitting:
      'The browser’s storage is full. These are not in the queue: {files}. Remove finished items, then drop them again.',
    elsewhere: 'The queue is in another tab of this page.',
  },

  errors: {
    'queue-file-lost': {
      message: 'The browser no longer has the file {file} of {photo}.',
      hint: 'Remove it from the list, then drop it again.',
    },
    'queue-full': {
      message: 'There is no space left in the browser’s storage.',
      hint: 'Save the results, then remove finished items from the queue or runs from the history, or free some disk space.',
    },
    'brought-lost': {
      message: 'The files from the other program did not reach this page.',
      hint: 'Share them again, or choose them here.',
    },
    'queue-elsewhere': {
      message: 'The queue is in another tab of this page. Nothing was added here.',
      hint: 'Drop them in that tab, or close it and drop them here again.',
    },
  },
};
