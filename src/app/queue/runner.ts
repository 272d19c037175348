import type { StoreApi } from 'zustand/vanilla';
import type { Corrections } from '../../core/corrections/corrections.ts';
import { openedCorrections } from '../../core/corrections/stored.ts';
import { AppError, toWire } from '../../core/errors.ts';
import type { JobEnd, JobRecord } from '../../worker/job-store/record.ts';
import { isBusy } from '../run-machine.ts';
import type { App, RunEnd } from '../store.ts';
import type { UserPhoto } from '../user-photo.ts';
import type { Outputs } from './outputs.ts';
import { photoOf } from './inputs.ts';
import { followCorrected } from './corrected.ts';
import { asProblem, lost } from './problem.ts';
import { storedOf, THUMBNAIL } from './result.ts';
import { nextItem, type QueueEvent, type QueueState } from './state.ts';

/** The part of the page that the queue uses. */
export type RunsItems = Pick<
  App,
  'store' | 'runQueued' | 'showResult' | 'closeResult' | 'followRuns' | 'putCorrections'
> & {
  actions: Pick<App['actions'], 'cancel'>;
};

/** Runs the waiting items of the queue, one after the other. */
export interface Runner {
  /** Begins, unless a result waits for space. Does nothing while items run. */
  go(): void;
  /** Cancels an item that waits or runs. */
  cancel(id: number): Promise<void>;
  /** Resolves when no item runs. */
  rest(): Promise<void>;
  /**
   * The page shows the photo of an item. What a person corrects in it is kept with the item.
   * @throws AppError `queue-file-lost` if the corrections that are kept are damaged
   */
  putCorrections(photo: UserPhoto, item: JobRecord): void;
}

/** Resolves as soon as the store's state fits. */
function until<T>({ getState, subscribe }: StoreApi<T>, fits: (state: T) => boolean) {
  if (fits(getState())) return Promise.resolve();
  return new Promise<void>((resolve) => {
    const stop = subscribe((state) => {
      if (!fits(state)) return;
      stop();
      resolve();
    });
  });
}

/** @throws AppError `queue-file-lost` if the mask is damaged */
function correctionsIn(item: JobRecord): Corrections | undefined {
  const { corrections } = item.job;
  try {
    return corrections && openedCorrections(corrections);
  } catch {
    throw lost(item, 'mask.png');
  }
}

/** Connects the queue's items with the page's runs. `createQueue` passes the parts of the queue. */
export function createRunner(
  app: RunsItems,
  store: StoreApi<QueueState>,
  dispatch: (event: QueueEvent) => void,
  outputs: Outputs,
  thumbnailOf: (strip: Blob) => Promise<Blob | null>,
): Runner {
  /** What is done with the item that runs. Only a run can be cancelled through the page. */
  let step: 'preparing' | 'running' | 'storing' = 'preparing';
  let atWork = false;

  const settle = async (item: JobRecord, end: JobEnd) => {
    const after = { ...item, begun: 0, end };
    await outputs.jobs.update(item, after);
    dispatch({ type: 'ended', item: after });
  };

  /** No run of the page is in progress. */
  const idle = () => until(app.store, ({ run }) => !isBusy(run));

  /** Stores the result of a run. If that fails, the result stays in memory, and the queue halts. */
  const finish = async (item: JobRecord, run: Extract<RunEnd, { kind: 'done' }>) => {
    const { end, outputs: files } = storedOf(run.result, run.notices, item.job.settings.ply);
    const strip = run.result.artifacts['output.png'];
    const thumbnail = strip ? await thumbnailOf(strip) : null;
    if (thumbnail) files.push({ name: THUMBNAIL, blob: thumbnail });
    const keep = async () => {
      const after = await outputs.jobs.finish(item, end, files);
      dispatch({ type: 'ended', item: after, thumbnail });
    };
    try {
      await keep();
    } catch (error) {
      console.warn('A result of the queue could not be stored.', error);
      dispatch({ type: 'ended', item: outputs.hold(item, end, files, keep), thumbnail });
      dispatch({ type: 'halted', halt: 'unstored' });
    }
  };

  const isOf = followCorrected(app, {
    ...{ outputs, dispatch, finish },
    itemOf: (id) => store.getState().items.find((item) => item.id === id),
  });
  const putCorrections = ({ blob }: UserPhoto, item: JobRecord) => {
    isOf(blob, item.id);
    const corrections = correctionsIn(item);
    if (corrections) app.putCorrections(blob, corrections);
  };

  const runItem = async (waiting: JobRecord) => {
    const item = { ...waiting, begun: waiting.begun + 1 };
    step = 'preparing';
    dispatch({ type: 'began', item });
    await outputs.jobs.update(waiting, item);
    const read = async () => ({
      photo: await photoOf(item, outputs),
      corrections: correctionsIn(item),
    });
    const input = await read().catch((error: unknown) => {
      if (error instanceof AppError) return error;
      throw error;
    });
    await idle();
    // It may have been cancelled meanwhile.
    if (store.getState().running !== item.id) return;
    if (input instanceof AppError) return settle(item, { state: 'failed', error: toWire(input) });
    step = 'running';
    const { packId, settings } = item.job;
    const { photo, corrections } = input;
    putCorrections(photo, item);
    const run = await app.runQueued({ photo, packId, settings: { ...settings, corrections } });
    step = 'storing';
    if (run.kind === 'done') return finish(item, run);
    if (run.kind === 'failed') return settle(item, { state: 'failed', error: toWire(run.error) });
    if (run.kind === 'cancelled') return settle(item, { state: 'cancelled' });
    await outputs.jobs.update(item, waiting);
    dispatch({ type: 'waits', item: waiting });
  };

  const work = async () => {
    atWork = true;
    try {
      for (;;) {
        await idle();
        const item = nextItem(store.getState());
        if (!item) break;
        await runItem(item);
      }
    } catch (error) {
      const { items, running } = store.getState();
      const item = items.find(({ id }) => id === running);
      if (item) dispatch({ type: 'waits', item });
      dispatch({ type: 'halted', halt: 'problem' });
      dispatch({ type: 'failed', problem: asProblem(error) });
    }
    // In the same task as the last look at the items: one that comes later starts the work again.
    atWork = false;
    dispatch({ type: 'rested' });
  };

  return {
    go: () => {
      if (outputs.isHolding) return dispatch({ type: 'halted', halt: 'unstored' });
      dispatch({ type: 'resumed' });
      if (!atWork) void work();
    },
    cancel: async (id) => {
      const { items, running } = store.getState();
      const item = items.find((each) => each.id === id);
      if (!item || item.end !== null) return;
      if (id !== running || step === 'preparing') return settle(item, { state: 'cancelled' });
      if (step === 'running') app.actions.cancel();
    },
    putCorrections,
    rest: () => until(store, ({ running }) => running === null),
  };
}
