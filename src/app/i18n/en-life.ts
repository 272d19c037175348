import type { HealedFault } from '../../worker/protocol.ts';

/** The English sentences about workers, the runtime and the GPU: their failures, and how the run goes on. */
export const enLife = {
  texts: {
    /** What the page says after a fault that it has healed by itself. */
    healed: {
      'worker-died':
        'The worker of this page stopped and was started again. The run goes on after the last finished stage.',
      'worker-stuck':
        'The worker of this page was stuck and was started again. The run goes on after the last finished stage.',
      'worker-missing': 'A script of this page could not be loaded. It was loaded again.',
      'runtime-missing':
        'A file of the runtime (onnxruntime) could not be loaded. It was loaded again in a new worker.',
      'runtime-crashed':
        'The runtime (onnxruntime) crashed. The run goes on in a new worker, after the last finished stage.',
      'device-lost':
        'The GPU stopped answering. The run goes on with a new connection to the GPU, after the last finished stage.',
    } satisfies Record<HealedFault, string>,

    quiet:
      'No sign of progress for {seconds} s. A large network may need this long on this computer.',
    restartStage: 'Start this stage again',

    /** Buttons of an error. */
    waysOut: {
      'run-again': 'Run again',
      'use-cpu': 'Use the CPU instead',
      'less-memory': 'Run again with less memory',
      reload: 'Reload the page',
    },
  },

  errors: {
    'worker-missing': {
      message: 'A script of this page could not be loaded.',
      hint: 'Reload the page. If that does not help, check that the server is running.',
    },
    'worker-died': {
      message: 'The worker of this page stopped.',
      hint: 'Run again: finished stages are kept. If it happens again, close other tabs and programs.',
    },
    'worker-stuck': {
      message: 'The worker of this page got stuck.',
      hint: 'Run again: finished stages are kept. If it happens again, use the CPU or fewer steps.',
    },
    'runtime-missing': {
      message: 'A file of the runtime (onnxruntime) could not be loaded.',
      hint: 'Check that the server is running and has all files of the page, then run again.',
    },
    'runtime-crashed': {
      message: 'The runtime (onnxruntime) crashed.',
      hint: 'Run again: finished stages are kept. If it happens again, use the CPU or fewer steps.',
    },
    'device-lost': {
      message: 'The GPU stopped answering.',
      hint: 'Run again: finished stages are kept. If it happens again, use the CPU.',
    },
  },
};
