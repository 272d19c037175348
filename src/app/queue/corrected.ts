import { jsonCorrections } from '../../core/corrections/corrections.ts';
import { storedCorrections } from '../../core/corrections/stored.ts';
import type { JobStore } from '../../worker/job-store/job-store.ts';
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
  app: Pick<App, 'followRuns' | 'closeResult'>,
  { outputs, itemOf, dispatch, finish }: CorrectedSurroundings,
): (photo: Blob, id: number) => void {
  /** The items of photos. A queue that begins anew, with another store, uses ids again. */
  const sources = new WeakMap<Blob, { id: number; jobs: JobStore }>();
  /** Changes of records, one after the other. */
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (action: () => Promise<void>) => {
    turn = turn
      .then(action)
      .catch((error: unknown) => dispatch({ type: 'failed', problem: asProblem(error) }));
  };

  /** The item, if it has ended. One that waits or runs gets a result of its own. */
  const endedItem = ({ id, jobs }: { id: number; jobs: JobStore }) => {
    const item = itemOf(id);
    return item?.end && outputs.jobs === jobs ? item : undefined;
  };

  app.followRuns(({ photo, packId, settings: { corrections, ...settings } }) => {
    const source = sources.get(photo.blob);
    if (!source) return null;
    const { id, jobs } = source;
    const isCorrected = jsonCorrections(corrections) !== undefined;
    const kept = isCorrected && corrections ? storedCorrections(corrections) : undefined;
    /** Whether the item's result is replaced: a run with another seed alone leaves it. */
    let replaces = false;
    inTurn(async () => {
      const item = endedItem(source);
      replaces = isCorrected || item?.job.corrections !== undefined;
      // The record of a result that is only in memory must not list its files.
      if (!item || !replaces || outputs.holds(id)) return;
      const after = { ...item, job: { ...item.job, corrections: kept } };
      await jobs.update(item, after);
      dispatch({ type: 'corrected', item: after });
    });
    return (end) => {
      if (end.kind !== 'done') return;
      inTurn(async () => {
        const item = endedItem(source);
        if (!item || !replaces) return;
        // The person may have opened the item again during the run. Its files go now.
        app.closeResult('queue', id);
        // Until the new files are there, the item waits: after a kill it runs again.
        const job = { ...item.job, packId, settings, corrections: kept };
        const after = { ...item, job, begun: 0, end: null };
        outputs.forget(id);
        await jobs.update(item, after);
        await finish(after, end);
        if (itemOf(id)) return;
        // It was removed meanwhile.
        outputs.forget(id);
        await jobs.remove(after);
      });
    };
  });
  return (photo, id) => void sources.set(photo, { id, jobs: outputs.jobs });
}
