/** What the page is doing; shown as `data-state`. */
export type RunState = 'idle' | 'loading' | 'running' | 'done' | 'cancelled' | 'error';

export type RunSignal = 'start' | 'stage' | 'finish' | 'cancel' | 'fail' | 'dismiss' | 'reset';

const resting = { start: 'loading', fail: 'error', reset: 'idle' } as const;
const busy = { finish: 'done', cancel: 'cancelled', fail: 'error', reset: 'idle' } as const;

const table: Record<RunState, Partial<Record<RunSignal, RunState>>> = {
  idle: resting,
  loading: { ...busy, stage: 'running' },
  running: busy,
  done: resting,
  cancelled: resting,
  error: { ...resting, dismiss: 'idle' },
};

/** The state after a signal; a signal that means nothing here changes nothing. */
export const nextRun = (run: RunState, signal: RunSignal): RunState => table[run][signal] ?? run;

export const isBusy = (run: RunState): boolean => run === 'loading' || run === 'running';
