import { jsonCorrections } from '../../core/corrections/corrections.ts';
import { storedCorrections } from '../../core/corrections/stored.ts';
import type { JobRecord } from '../../worker/job-store/record.ts';
import type { App, RunEnd } from '../store.ts';
import type { Outputs } from './outputs.ts';
import { asProblem } from './problem.ts';
import type { QueueEvent } from './state.ts';

/** What the runs of the page need from the queue. */
export interface CorrectedSurroundings {
  outputs: Outputs;
  itemOf(id: number | undefined): JobRecord | undefined;
  dispatch(event: QueueEvent): void;
  /** Stores the result of an item's run. */
  finish(item: JobRecord, run: Extract<RunEnd, { kind: 'done' }>): Promise<void>;
}

/**
 * Follows the runs that a person begins from the result of an item. The item keeps the corrections, and gets the result.
 * @returns says that a photo on the page is that of an item
 */
export function followCorrected(
  app: Pick<App, 'followRuns'>,
  { outputs, itemOf, dispatch, finish }: CorrectedSurroundings,
): (photo: Blob, id: number) => void {
  const sources = new WeakMap<Blob, number>();
  /** Changes of records, one after the other. */
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (action: () => Promise<void>) => {
    turn = turn
      .then(action)
      .catch((error: unknown) => dispatch({ type: 'failed', problem: asProblem(error) }));
  };

  /** The item, if it has ended. One that waits or runs gets a result of its own. */
  const endedItem = (id: number) => {
    const item = itemOf(id);
    return item?.end ? item : undefined;
  };

  app.followRuns(({ photo, packId, settings: { corrections, ...settings } }) => {
    const id = sources.get(photo.blob);
    if (id === undefined) return null;
    const isCorrected = jsonCorrections(corrections) !== undefined;
    /** Whether the item's result is replaced: a run with another seed alone leaves it. */
    let replaces = false;
    inTurn(async () => {
      const item = endedItem(id);
      replaces = isCorrected || item?.job.corrections !== undefined;
      if (!item || !replaces) return;
      const kept = isCorrected && corrections ? storedCorrections(corrections) : undefined;
      const after = { ...item, job: { ...item.job, corrections: kept } };
      await outputs.jobs.update(item, after);
      dispatch({ type: 'corrected', item: after });
    });
    return (end) => {
      if (end.kind !== 'done') return;
      inTurn(async () => {
        const item = endedItem(id);
        if (!item || !replaces) return;
        // Until the new files are there, the item waits: after a kill it runs again.
        const after = { ...item, job: { ...item.job, packId, settings }, begun: 0, end: null };
        outputs.forget(id);
        await outputs.jobs.update(item, after);
        await finish(after, end);
        // It was removed meanwhile.
        if (!itemOf(id)) await outputs.jobs.remove(after);
      });
    };
  });
  return (photo, id) => void sources.set(photo, id);
}
