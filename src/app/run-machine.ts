/** What the page is doing. It is the attribute `data-state` of the status line. */
export type RunState = 'idle' | 'loading' | 'running' | 'done' | 'cancelled' | 'error';

/** What changes the state of the run. */
type RunSignal = 'start' | 'stage' | 'finish' | 'cancel' | 'fail' | 'heal' | 'dismiss' | 'reset';

/** Transitions while no run is in progress. */
const resting = { start: 'loading', fail: 'error', reset: 'idle' } as const;
/** Transitions during a run. */
const busy = {
  finish: 'done',
  cancel: 'cancelled',
  fail: 'error',
  heal: 'loading',
  reset: 'idle',
} as const;

const table: Record<RunState, Partial<Record<RunSignal, RunState>>> = {
  idle: resting,
  loading: { ...busy, stage: 'running' },
  running: busy,
  done: resting,
  cancelled: resting,
  error: { ...resting, dismiss: 'idle' },
};

/** The state after a signal. A signal without a transition in the table leaves the state unchanged. */
export const nextRun = (run: RunState, signal: RunSignal): RunState => table[run][signal] ?? run;

/** Whether a run is in progress. */
export const isBusy = (run: RunState): boolean => run === 'loading' || run === 'running';
