import { createStore, type StoreApi } from 'zustand/vanilla';
import { openedCorrections } from '../../core/corrections/stored.ts';
import { AppError } from '../../core/errors.ts';
import type { JobStore } from '../../worker/job-store/job-store.ts';
import type { OpenJobs } from '../../worker/job-store/open.ts';
import { takeOrWait, type Access } from '../queue/access.ts';
import { photoOf, PREVIEW } from '../queue/inputs.ts';
import { asProblem } from '../queue/problem.ts';
import { resultOf, THUMBNAIL } from '../queue/result.ts';
import { isDone } from '../queue/select.ts';
import { picturesOf } from '../queue/store.ts';
import type { App } from '../store.ts';
import type { UserPhoto } from '../user-photo.ts';
import { createRecorder } from './recorder.ts';
import {
  applyHistory,
  hasCrashed,
  initialHistory,
  interruptedIn,
  isKept,
  type HistoryEvent,
  type HistoryState,
  type KeptItem,
} from './state.ts';
import type { BrowserStorage } from './storage.ts';

/** What the history needs from its surroundings. */
export interface Surroundings {
  access: Access;
  openJobs(): Promise<OpenJobs>;
  /** Whether the tab was loaded again. */
  reloaded: boolean;
  storage: BrowserStorage;
  thumbnailOf(strip: Blob): Promise<Blob | null>;
  previewOf(picture: Blob): Promise<Blob | null>;
  /** Milliseconds since 1970. */
  now(): number;
}

/** The actions of the history. They never reject: a failure becomes the state's `problem`. */
export interface HistoryActions {
  /**
   * Opens the history. From then on runs of the page are kept. Waits for it while another tab has it. A run that a reload has interrupted goes on.
   * @returns whether a run goes on. If another tab has the history: false, at once
   */
  open(): Promise<boolean>;
  /** Shows a kept run on the page, and takes over its settings. */
  show(id: number): Promise<void>;
  /** Goes on with a run that was interrupted, at its last finished stage. */
  goOn(id: number): Promise<void>;
  askName(id: number | null): void;
  /** An empty title: the photo's name again. */
  rename(id: number, title: string): Promise<void>;
  /** Deletes a run. It can come back until the next one is deleted, or until some seconds have passed. */
  remove(id: number): Promise<void>;
  undo(): Promise<void>;
  askClear(asking: boolean): void;
  /** Deletes all runs but the one in progress. They cannot come back. */
  clear(): Promise<void>;
  /** Tries again to keep the result that did not fit. */
  keepAgain(): Promise<void>;
  dismiss(): void;
}

export interface History {
  store: StoreApi<HistoryState>;
  actions: HistoryActions;
}

/** Milliseconds in which a run that was deleted can come back. */
const UNDO_MS = 20_000;

/** Milliseconds in which the page before a reload has let go of the history. */
const RELOAD_MS = 2000;

/** The part of the page that the history uses. */
type Page = Pick<App, 'store' | 'keepRuns' | 'showResult' | 'closeResult' | 'putCorrections'> & {
  actions: Pick<App['actions'], 'start' | 'startPosed' | 'adopt'>;
};

/** Connects the history with the page's runs and with the browser's storage. */
export function createHistory(app: Page, around: Surroundings): History {
  const store = createStore<HistoryState>(() => initialHistory);
  const dispatch = (event: HistoryEvent) =>
    store.setState((state) => applyHistory(state, event), true);
  const fail = (error: unknown) => dispatch({ type: 'failed', problem: asProblem(error) });
  const itemOf = (id: number | null | undefined) =>
    store.getState().items.find((item) => item.id === id);

  let jobs: JobStore | null = null;
  /** Resolves when this tab has the history, or knows that another one has it. */
  let tellOpen: () => void = () => undefined;
  const isOpen = new Promise<void>((resolve) => (tellOpen = resolve));
  const opened = (): JobStore => {
    if (!jobs) throw new AppError('internal', { message: 'The history is not open.' });
    return jobs;
  };

  const measure = async () =>
    dispatch({ type: 'measured', figures: await around.storage.figures() });

  const recorder = createRecorder({
    jobs: async () => {
      await isOpen;
      return jobs;
    },
    itemOf,
    dispatch,
    thumbnailOf: around.thumbnailOf,
    previewOf: around.previewOf,
    now: around.now,
    onKept: () => void tried(() => around.storage.persist().then(measure)),
    onProblem: fail,
  });

  /** Runs an action. What it throws becomes the problem of the state. */
  const tried = async (action: () => Promise<unknown>): Promise<void> => {
    try {
      await action();
    } catch (error) {
      fail(error);
    }
  };

  const pictureOf = async (item: KeptItem): Promise<Blob | null> =>
    (isDone(item) ? await opened().output(item, THUMBNAIL) : null) ?? opened().input(item, PREVIEW);

  const openStore = async () => {
    const { store: open, records, kept: lasting } = await around.openJobs();
    jobs = open;
    const all = records.filter(isKept);
    // Nobody can undo these any more.
    for (const item of all) if (item.kept.deleted) await open.remove(item);
    const items = all.filter(({ kept }) => !kept.deleted);
    dispatch({ type: 'opened', lasting, items, pictures: await picturesOf(items, pictureOf) });
    tellOpen();
    void tried(measure);
  };

  const takeOverCorrections = ({ blob }: UserPhoto, { kept: { corrections } }: KeptItem) => {
    if (corrections) app.putCorrections(blob, openedCorrections(corrections));
  };

  const goOn = async (item: KeptItem) => {
    const { packId, settings } = item.job;
    await app.actions.adopt(packId, settings);
    const { packs } = app.store.getState();
    if (packs.length > 0 && !packs.some(({ id }) => id === packId))
      throw new AppError('pack-missing', { message: `The pack ${packId} is not here.` });
    const photo = await photoOf(item, opened());
    recorder.goesOn(photo, item);
    takeOverCorrections(photo, item);
    const { blob, fileName, sample } = photo;
    void (sample ? app.actions.startPosed(sample) : app.actions.start(blob, fileName));
  };

  /** Removes the files of the run that was deleted last. */
  const purge = async () => {
    const { deleted } = store.getState();
    if (!deleted) return;
    dispatch({ type: 'purged' });
    await opened().remove(deleted);
    recorder.forget(deleted.id);
    await recorder.keepHeld();
    await measure();
  };

  const change = async (item: KeptItem, kept: Partial<KeptItem['kept']>): Promise<KeptItem> => {
    const after = { ...item, kept: { ...item.kept, ...kept } };
    await opened().update(item, after);
    return after;
  };

  let timer: ReturnType<typeof setTimeout> | undefined;

  const actions: HistoryActions = {
    open: async () => {
      app.keepRuns((run) => recorder.record(run));
      let goesOn = false;
      const take = async () => {
        const { access, reloaded } = around;
        const again = await takeOrWait(access, reloaded, () => {
          dispatch({ type: 'elsewhere' });
          // After a reload the page before this one may still have it for a moment.
          setTimeout(tellOpen, reloaded ? RELOAD_MS : 0);
        });
        await openStore();
        const item = interruptedIn(store.getState());
        if (!again || !item || hasCrashed(item)) return;
        goesOn = true;
        await goOn(item);
      };
      const taken = tried(take).finally(() => tellOpen());
      await Promise.race([taken, isOpen.then(() => (jobs ? taken : undefined))]);
      return goesOn;
    },
    show: (id) =>
      tried(async () => {
        const item = itemOf(id);
        if (!item || !isDone(item)) return;
        const result = await resultOf(item, opened());
        recorder.isOf(result.photo, item);
        takeOverCorrections(result.photo, item);
        app.showResult({ from: 'history', id, result, notices: item.end.notices });
        await app.actions.adopt(item.job.packId, item.job.settings);
      }),
    goOn: (id) =>
      tried(async () => {
        const item = itemOf(id);
        if (item?.end === null && id !== store.getState().running) await goOn(item);
      }),
    askName: (id) => dispatch({ type: 'renaming', id }),
    rename: (id, title) =>
      tried(async () => {
        const item = itemOf(id);
        if (item)
          dispatch({ type: 'changed', item: await change(item, { title: title.trim() || null }) });
      }),
    remove: (id) =>
      tried(async () => {
        const item = itemOf(id);
        if (!item || id === store.getState().running) return;
        await purge();
        dispatch({ type: 'deleted', item: await change(item, { deleted: true }) });
        app.closeResult('history', id);
        clearTimeout(timer);
        timer = setTimeout(() => void tried(purge), UNDO_MS);
      }),
    undo: () =>
      tried(async () => {
        const { deleted } = store.getState();
        clearTimeout(timer);
        if (deleted)
          dispatch({ type: 'restored', item: await change(deleted, { deleted: false }) });
      }),
    askClear: (asking) => dispatch({ type: 'asked', asking }),
    clear: () =>
      tried(async () => {
        const { items, running, deleted } = store.getState();
        clearTimeout(timer);
        dispatch({ type: 'emptied' });
        const all = items.filter(({ id }) => id !== running);
        for (const item of deleted ? [...all, deleted] : all) {
          app.closeResult('history', item.id);
          await opened().remove(item);
        }
        if (deleted) recorder.forget(deleted.id);
        await recorder.keepHeld();
        await measure();
      }),
    keepAgain: () =>
      tried(async () => {
        await purge();
        await recorder.keepHeld();
      }),
    dismiss: () => dispatch({ type: 'dismissed' }),
  };

  return { store, actions };
}
