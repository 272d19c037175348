import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OpenJobs } from '../../worker/job-store/open.ts';
import type { JobRecord } from '../../worker/job-store/record.ts';
import type { UserPhoto } from '../user-photo.ts';
import { takeOrWait, type Access } from './access.ts';
import { firstPictureOf, photoOf, PREVIEW, storedInputs, type QueueEntry } from './inputs.ts';
import { asProblem, elsewhere, isFull } from './problem.ts';
import { Outputs } from './outputs.ts';
import { resultOf, THUMBNAIL } from './result.ts';
import { createRunner, type RunsItems } from './runner.ts';
import { isDone } from './select.ts';
import { applyQueue, initialQueue, type QueueEvent, type QueueState } from './state.ts';

/** What the queue needs from its surroundings. */
export interface Surroundings {
  access: Access;
  /** Whether there is a stored queue, perhaps of another tab. */
  hasKeptJobs(): Promise<boolean>;
  openJobs(): Promise<OpenJobs>;
  /** Whether the tab was loaded again. */
  reloaded: boolean;
  /** A small picture from output.png; null if it cannot be made. */
  thumbnailOf(strip: Blob): Promise<Blob | null>;
  /** A small picture of a file that a person brought; null if the browser cannot show it. */
  previewOf(picture: Blob): Promise<Blob | null>;
}

/** The actions of the queue. They never reject: a failure becomes the state's `problem`. */
export interface QueueActions {
  /** Opens the stored queue, if there is one. Waits for it while another tab has it. */
  open(): Promise<void>;
  /** Adds photos and samples, with the pack and the settings that are chosen now. Then waiting items run. */
  add(entries: readonly QueueEntry[]): Promise<void>;
  /** Waiting items run again after a halt. */
  resume(): Promise<void>;
  cancel(id: number): Promise<void>;
  cancelAll(): Promise<void>;
  /** Runs an ended item again, with the pack and the settings that are chosen now. */
  retry(id: number): Promise<void>;
  retryFailed(): Promise<void>;
  /** Removes an item with its files. An item that runs stays. */
  remove(id: number): Promise<void>;
  /** Cancels and removes everything. */
  clear(): Promise<void>;
  askClear(asking: boolean): void;
  /** Shows a finished item on the page. Null: the page shows its own run again. */
  show(id: number | null): Promise<void>;
  /**
   * The photo of a failed item, so that it can be corrected. The item gets the corrections, and the result of their run.
   * Null: it could not be read.
   */
  photoOf(id: number): Promise<UserPhoto | null>;
  dismiss(): void;
}

/** The queue: its state, its actions, and the files of its items. */
export interface Queue {
  store: StoreApi<QueueState>;
  actions: QueueActions;
  outputs: Outputs;
  dispatch(event: QueueEvent): void;
}

/** The pictures that `read` gives, by the items' ids. */
export async function picturesOf<T extends JobRecord>(
  items: readonly T[],
  read: (item: T) => Promise<Blob | null>,
): Promise<Record<number, Blob>> {
  const pictures: Record<number, Blob> = {};
  for (const item of items) {
    const picture = await read(item);
    if (picture) pictures[item.id] = picture;
  }
  return pictures;
}

/** Connects the queue with the page's runs and with the browser's storage. */
export function createQueue(app: RunsItems, surroundings: Surroundings): Queue {
  const store = createStore<QueueState>(() => initialQueue);
  const dispatch = (event: QueueEvent) => store.setState((state) => applyQueue(state, event), true);
  const outputs = new Outputs();
  const itemOf = (id: number) => store.getState().items.find((item) => item.id === id);

  /** Runs an action. What it throws becomes the problem of the state. */
  const tried = async (action: () => Promise<unknown>): Promise<void> => {
    try {
      await action();
    } catch (error) {
      dispatch({ type: 'failed', problem: asProblem(error) });
    }
  };
  const runner = createRunner(app, store, dispatch, outputs, surroundings.thumbnailOf);

  const openStore = async (reloaded: boolean) => {
    if (store.getState().access === 'own') return;
    const { store: jobs, records, kept } = await surroundings.openJobs();
    outputs.jobs = jobs;
    const thumbnails = await picturesOf(records.filter(isDone), (item) =>
      jobs.output(item, THUMBNAIL),
    );
    const previews = await picturesOf(records, (item) => jobs.input(item, PREVIEW));
    dispatch({ type: 'opened', kept, items: records, thumbnails, previews, reloaded });
    if (store.getState().working) runner.go();
  };

  /** Changes of what this tab has, one after the other: opening the queue, and adding to it. */
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (action: () => Promise<void>) => (turn = turn.then(() => tried(action)));

  const chosen = () => {
    const { packId, settings } = app.store.getState();
    return { packId, settings };
  };

  const removeItem = async (item: JobRecord) => {
    dispatch({ type: 'removed', id: item.id });
    app.closeResult('queue', item.id);
    outputs.forget(item.id);
    await outputs.jobs.remove(item);
    // The result that did not fit is gone, so nothing has to be stored before the queue goes on.
    if (store.getState().halt === 'unstored' && !outputs.isHolding)
      dispatch({ type: 'halted', halt: 'problem' });
  };

  /** Lets go of an empty queue, so that another tab can begin one. */
  const closeIfEmpty = () =>
    inTurn(async () => {
      const { access, items } = store.getState();
      if (access !== 'own' || items.length > 0) return;
      outputs.jobs = null;
      dispatch({ type: 'closed' });
      surroundings.access.release();
    });

  const again = async (item: JobRecord) => {
    app.closeResult('queue', item.id);
    outputs.forget(item.id);
    const after = { ...item, job: { ...item.job, ...chosen() }, begun: 0, end: null };
    await outputs.jobs.update(item, after);
    dispatch({ type: 'waits', item: after });
  };

  const addOne = async (entry: QueueEntry) => {
    const { content, files } = storedInputs(entry);
    const preview = await surroundings.previewOf(firstPictureOf(entry));
    if (preview) files.push({ name: PREVIEW, blob: preview });
    try {
      const item = await outputs.jobs.add({ ...content, ...chosen() }, files);
      dispatch({ type: 'added', item, preview });
      runner.go();
    } catch (error) {
      if (!isFull(error)) throw error;
      dispatch({ type: 'not-fitting', path: entry.path });
    }
  };

  const add = async (entries: readonly QueueEntry[]) => {
    if (store.getState().access !== 'own') {
      if (!(await surroundings.access.take())) throw elsewhere();
      await openStore(false);
    }
    for (const [done, entry] of entries.entries()) {
      dispatch({ type: 'adding', adding: { done, total: entries.length } });
      await addOne(entry);
    }
    dispatch({ type: 'adding', adding: null });
  };

  const cancelAll = async () => {
    // The item that runs is the last, so that no other begins when it ends.
    const { items, running } = store.getState();
    const waiting = items.filter(({ id, end }) => end === null && id !== running);
    for (const { id } of waiting) await runner.cancel(id);
    if (running !== null) await runner.cancel(running);
  };

  const actions: QueueActions = {
    open: async () => {
      if (!(await surroundings.hasKeptJobs().catch(() => false))) return;
      const { access, reloaded: loadedAgain } = surroundings;
      const reloaded = await takeOrWait(access, loadedAgain, () => dispatch({ type: 'elsewhere' }));
      await inTurn(() => openStore(reloaded));
    },
    add: (entries) => inTurn(() => add(entries)),
    resume: () =>
      tried(async () => {
        await outputs.storeHeld();
        runner.go();
      }),
    cancel: (id) => tried(() => runner.cancel(id)),
    cancelAll: () => tried(cancelAll),
    retry: (id) =>
      tried(async () => {
        const item = itemOf(id);
        if (!item || item.end === null) return;
        await again(item);
        runner.go();
      }),
    retryFailed: () =>
      tried(async () => {
        for (const item of store.getState().items)
          if (item.end?.state === 'failed') await again(item);
        runner.go();
      }),
    remove: (id) =>
      tried(async () => {
        const item = itemOf(id);
        if (item && id !== store.getState().running) await removeItem(item);
        await closeIfEmpty();
      }),
    clear: () =>
      tried(async () => {
        dispatch({ type: 'asked', asking: false });
        await cancelAll();
        await runner.rest();
        for (const item of store.getState().items) await removeItem(item);
        await closeIfEmpty();
      }),
    askClear: (asking) => dispatch({ type: 'asked', asking }),
    show: (id) =>
      tried(async () => {
        const item = id === null ? undefined : itemOf(id);
        if (!item) return app.showResult(null);
        if (!isDone(item)) return;
        const result = await resultOf(item, outputs);
        runner.putCorrections(result.photo, item);
        app.showResult({ from: 'queue', id: item.id, result, notices: item.end.notices });
      }),
    photoOf: async (id) => {
      let photo: UserPhoto | null = null;
      await tried(async () => {
        const item = itemOf(id);
        if (!item) return;
        const read = await photoOf(item, outputs);
        runner.putCorrections(read, item);
        photo = read;
      });
      return photo;
    },
    dismiss: () => dispatch({ type: 'dismissed' }),
  };

  return { store, actions, outputs, dispatch };
}
