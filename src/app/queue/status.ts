import { isBusy, type RunState } from '../run-machine.ts';
import type { AppState } from '../state.ts';
import { countsOf, type ItemState } from './select.ts';
import type { QueueState } from './state.ts';

/** What the page's status line is about. */
export interface Status {
  /** The state that its lamp shows. `viewing`: a splat from a file is shown. */
  run: RunState | 'viewing';
  /** Numbers of items, if the line is about the queue. Null: it is about one run. */
  counts: Record<ItemState, number> | null;
}

/**
 * What the status line is about. One item that failed or was cancelled is not the whole queue: if the queue began the
 * last run, and it did not succeed, the line is about all items.
 */
export function statusOf(
  {
    run,
    queued,
    opened,
    viewed,
    error,
  }: Pick<AppState, 'run' | 'queued' | 'opened' | 'viewed' | 'error'>,
  queue: QueueState,
): Status {
  if (isBusy(run)) return { run, counts: null };
  if (viewed) return { run: 'viewing', counts: null };
  // A run that began from what is open, and failed: the page shows the error and what was open.
  if (opened) return { run: error ? run : 'done', counts: null };
  const ofQueue = queued && (run === 'error' || run === 'cancelled') && queue.items.length > 0;
  if (!ofQueue) return { run, counts: null };
  const counts = countsOf(queue);
  if (counts.done + counts.doubtful > 0) return { run: 'done', counts };
  return { run: counts.failed > 0 ? 'error' : 'cancelled', counts };
}
