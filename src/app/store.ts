import { createStore, type StoreApi } from 'zustand/vanilla';
import { abortable } from '../core/abortable.ts';
import { corrected, type Corrections } from '../core/corrections/corrections.ts';
import type { Size } from '../core/camera/files/index.ts';
import { asAppError, type AppError } from '../core/errors.ts';
import { DEFAULT_PACK } from '../core/defaults.ts';
import type {
  FinishedRun,
  FinishedStage,
  OpenedCutout,
  PipelineClient,
  PipelineEvent,
  RequestedSettings,
  SampleFiles,
} from '../worker/protocol.ts';
import type { Look } from './posed/look.ts';
import { fetchSample, type Sample } from './samples.ts';
import type { Remembered } from './settings/remembered.ts';
import { correctionsOf, isForecastOld, shownOf } from './select.ts';
import { initialState } from './initial-state.ts';
import { applyEvent, type AppEvent, type AppState, type Result } from './state.ts';
import { photoOfSample, type UserPhoto } from './user-photo.ts';
import type { WayOut } from './ways-out.ts';
import { SEED_MAX, type UrlParams } from './url.ts';

/** What a run is made from. Pack and settings of a run of the queue need not be those that are chosen on the page. */
export interface PlannedRun {
  photo: UserPhoto;
  packId: string;
  settings: RequestedSettings;
}

/** Takes down one run of the page. Its functions never throw, and do not hold up the run. */
export interface RunRecorder {
  /** Finished stages of an earlier visit that the run can use. Null: there are none. Never rejects. */
  finishedBefore(): Promise<FinishedRun | null>;
  onEvent(event: PipelineEvent): void;
  onFinished(stage: FinishedStage): void;
  ended(end: RunEnd): void;
}

/** Keeps the runs of the page. Null: this run is not kept. */
export type RunKeeper = (run: PlannedRun) => RunRecorder | null;

/** How a run ended. `replaced`: another run of the page took its place. */
export type RunEnd =
  | { kind: 'done'; result: Result; notices: AppState['notices'] }
  | { kind: 'failed'; error: AppError }
  | { kind: 'cancelled' }
  | { kind: 'replaced' };

/** Is told of the runs of the page, and of their ends. */
export type RunFollower = (run: PlannedRun) => ((end: RunEnd) => void) | null;

/** The actions of the page's components. They never reject, except `listPacks`: a failure becomes the state's `error`. */
export interface AppActions {
  /** Opens the pipeline and lists the packs. */
  open(): Promise<void>;
  /** Starts a run with this photo. A run in progress is cancelled first. */
  start(photo: Blob, fileName: string): Promise<void>;
  /** Starts a run from these posed views, as `start` does. */
  startPosed(sample: SampleFiles): Promise<void>;
  /** Starts the sample that the page asks about, as one whose cameras were calibrated for pictures of this size. */
  runCalibratedFor(size: Size): Promise<void>;
  /** Fetches the sample of this name and starts a run with it. */
  startSample(name: string, samples: readonly Sample[]): Promise<void>;
  /** Runs the photo that is on the page again, with the settings that are chosen. */
  runAgain(): Promise<void>;
  /** Runs the photo that is on the page again, with a random seed. */
  newSeed(): Promise<void>;
  /** Corrects a photo and runs it again. Default: the photo that is on the page. */
  correct(change: Partial<Corrections>, photo?: UserPhoto): Promise<void>;
  cancel(): void;
  /** Ends the stage that runs, and starts it again in a new worker. */
  restartStage(): void;
  /** Does what a button of an error says. */
  takeWayOut(way: WayOut): Promise<void>;
  /** A download that waits or stalls tries again at once. */
  retryDownload(): void;
  /** Closes the error. */
  dismiss(): void;
  /** Cancels a run and empties the page. */
  reset(): void;
  choosePack(packId: string): void;
  /** Reads the list of packs again. The only action that may reject: with an AppError. */
  listPacks(): Promise<void>;
  changeSettings(settings: Partial<RequestedSettings>): void;
  /** The settings of an earlier run become those of the page. Its pack, too, if it is here. */
  adopt(packId: string, settings: RequestedSettings): Promise<void>;
  /** All settings become those of the pack again. */
  resetSettings(): void;
  /** Chooses what the large area shows of posed views. */
  look(look: Partial<Look>): void;
}

/** The page's state and actions. */
export interface App {
  store: StoreApi<AppState>;
  actions: AppActions;
  /** Runs a photo or a sample of the queue. A run in progress is cancelled first. Never rejects. */
  runQueued(run: PlannedRun): Promise<RunEnd>;
  /** Every run from now on that the queue does not begin is taken down. */
  keepRuns(keeper: RunKeeper): void;
  /** `follow` gets every run from now on that the queue does not begin. What it returns gets the run's end. */
  followRuns(follow: RunFollower): void;
  /** Shows a finished item of the queue or of the history, or with null the page's run again. */
  showResult(opened: AppState['opened']): void;
  /** The page shows this item of the queue or of the history no longer, and not again after a run. */
  closeResult(from: NonNullable<AppState['opened']>['from'], id: number): void;
  /** The corrections of a photo become these. Nothing runs. */
  putCorrections(photo: Blob, corrections: Corrections): void;
  /** Shows a splat from a file, or with null again what was shown before. */
  showSplat(viewed: AppState['viewed']): void;
  /** A photo, with the mask that a run would use. @param hasMouse false: it is known that no mouse is found */
  openCutout(photo: UserPhoto, hasMouse: boolean): Promise<OpenedCutout>;
}

/** Why a run is aborted in favour of another one. */
const REPLACED = new DOMException('Another run takes the place of this one.', 'AbortError');

/**
 * Connects the page's state with a pipeline.
 * @param baseUrl URL of the folder that contains the page; packs are in `models/` in this folder
 * @param remembered pack and settings of the last visit
 */
export function createApp(
  client: PipelineClient,
  url: UrlParams,
  baseUrl: string,
  remembered: Remembered = {},
): App {
  const store = createStore<AppState>(() => initialState(url, remembered));
  const dispatch = (event: AppEvent) => store.setState((state) => applyEvent(state, event), true);

  let { backend } = url;
  let opening: Promise<void> | null = null;
  const opened = () =>
    (opening ??= client.open(backend, baseUrl).then(
      (answer) => {
        dispatch({ type: 'opened', ...answer });
        // The pack of the last visit may have been removed since. A pack that the address names is not replaced.
        const { packs, packId } = store.getState();
        if (!url.pack && packs.length > 0 && !packs.some(({ id }) => id === packId))
          dispatch({ type: 'pack-chosen', packId: DEFAULT_PACK });
      },
      (error) => {
        opening = null; // The next call of `opened` tries again.
        throw error;
      },
    ));

  /** Asks how much memory a run with the chosen pack and settings needs. Only the answer to the last question counts. */
  let asked = 0;
  const forecast = async () => {
    const question = ++asked;
    const { packId, settings } = store.getState();
    const answer = await client.forecast(packId, settings).catch(() => null);
    if (question === asked) dispatch({ type: 'forecast', forecast: answer });
  };
  store.subscribe((state, before) => {
    if (state.choice && isForecastOld(state, before)) void forecast();
  });

  let controller: AbortController | null = null;
  /** Settles when the previous run has ended. */
  let settled: Promise<unknown> = Promise.resolve();

  /** The photo whose finished stages the pipeline has: the one that ran last. */
  let latest: Blob | undefined;

  let keeper: RunKeeper = () => null;
  let follow: RunFollower = () => null;
  /** The pack and the settings of the page, with the corrections of a photo. */
  const chosenFor = (photo: Blob) => {
    const { packId, settings, corrections } = store.getState();
    return { packId, settings: { ...settings, corrections: corrections.get(photo) } };
  };

  const execute = async (
    photo: UserPhoto,
    signal: AbortSignal,
    queued?: PlannedRun,
  ): Promise<RunEnd> => {
    let recorder: RunRecorder | null = null;
    let onEnd: ReturnType<RunFollower> = null;
    const compute = async (): Promise<RunEnd> => {
      await abortable(signal, opened());
      const { blob, fileName, sample } = photo;
      const { packId, settings } = queued ?? chosenFor(blob);
      dispatch({ type: 'run-planned', packId, settings });
      recorder = queued ? null : keeper({ photo, packId, settings });
      if (!queued) onEnd = follow({ photo, packId, settings });
      const before = latest === blob ? null : await recorder?.finishedBefore();
      if (before) client.restore(before);
      latest = blob;
      const summary = await client.run(
        { ...(sample ? { sample } : { photo: blob, fileName }), packId, settings },
        (event) => {
          if (signal.aborted) return;
          dispatch(event);
          dispatch({ type: 'heard', at: Date.now() });
          recorder?.onEvent(event);
        },
        signal,
        recorder?.onFinished,
      );
      dispatch({ type: 'finished', summary });
      const { current, notices } = store.getState();
      return current ? { kind: 'done', result: current, notices } : { kind: 'cancelled' };
    };
    const failed = (thrown: unknown): RunEnd => {
      if (signal.aborted) {
        dispatch({ type: 'cancelled' });
        return { kind: signal.reason === REPLACED ? 'replaced' : 'cancelled' };
      }
      const error = asAppError(thrown);
      dispatch({ type: 'failed', error, queued: queued !== undefined });
      return { kind: 'failed', error };
    };
    const end = await compute().catch(failed);
    (recorder as RunRecorder | null)?.ended(end);
    (onEnd as ReturnType<RunFollower>)?.(end);
    return end;
  };

  const begin = async (photo: UserPhoto, queued?: PlannedRun): Promise<RunEnd> => {
    controller?.abort(REPLACED);
    const { signal } = (controller = new AbortController());
    await settled;
    // A later run or a `cancel` has aborted this run.
    if (signal.aborted) return { kind: signal.reason === REPLACED ? 'replaced' : 'cancelled' };
    dispatch({ type: 'started', photo, at: Date.now(), queued: queued !== undefined });
    const end = execute(photo, signal, queued);
    settled = end;
    return end;
  };

  const start = async (photo: UserPhoto) => {
    await begin(photo);
  };

  const runAgain = async () => {
    const photo = shownOf(store.getState())?.photo;
    if (photo) await start(photo);
  };

  const changeSettings = (settings: Partial<RequestedSettings>) =>
    dispatch({ type: 'settings-changed', settings });

  const waysOut: Record<WayOut, () => Promise<void>> = {
    'run-again': runAgain,
    'use-cpu': () => {
      backend = 'wasm';
      opening = null;
      return runAgain();
    },
    'less-memory': () => {
      changeSettings({ splitGuidance: true });
      return runAgain();
    },
    reload: async () => location.reload(),
  };

  const startPosed = (sample: SampleFiles) => start(photoOfSample(sample));

  const actions: AppActions = {
    open: () => opened().catch((error) => dispatch({ type: 'failed', error: asAppError(error) })),
    start: (blob, fileName) => start({ blob, fileName }),
    startPosed,
    runCalibratedFor: async (calibratedFor) => {
      const sample = store.getState().sizeQuestion?.sample;
      if (sample) await startPosed({ ...sample, calibratedFor });
    },
    startSample: async (name, samples) => {
      try {
        await start(await fetchSample(name, samples));
      } catch (error) {
        dispatch({ type: 'failed', error: asAppError(error) });
      }
    },
    runAgain,
    newSeed: () => {
      changeSettings({ seed: Math.floor(Math.random() * (SEED_MAX + 1)) });
      return runAgain();
    },
    correct: async (change, photo = shownOf(store.getState())?.photo) => {
      if (!photo) return;
      const corrections = corrected(correctionsOf(store.getState(), photo), change);
      dispatch({ type: 'corrected', photo: photo.blob, corrections });
      await start(photo);
    },
    cancel: () => controller?.abort(),
    restartStage: () => client.restart(),
    takeWayOut: (way) => waysOut[way](),
    retryDownload: () => client.retryDownload(),
    dismiss: () => dispatch({ type: 'dismissed' }),
    reset: () => {
      controller?.abort();
      void settled.then(() => dispatch({ type: 'reset' }));
    },
    listPacks: async () => {
      await opened();
      dispatch({ type: 'packs-listed', packs: await client.listPacks() });
    },
    choosePack: (packId) => dispatch({ type: 'pack-chosen', packId }),
    changeSettings,
    adopt: async (packId, settings) => {
      await opened().catch(() => undefined);
      const here = store.getState().packs.some(({ id }) => id === packId);
      dispatch({ type: 'adopted', packId: here ? packId : null, settings });
    },
    resetSettings: () => dispatch({ type: 'settings-reset' }),
    look: (look) => dispatch({ type: 'looked', look }),
  };

  return {
    store,
    actions,
    keepRuns: (each) => {
      keeper = each;
    },
    followRuns: (each) => {
      follow = each;
    },
    runQueued: (run) => begin(run.photo, run),
    putCorrections: (photo, corrections) => dispatch({ type: 'corrected', photo, corrections }),
    showSplat: (viewed) => dispatch({ type: 'splat-viewed', viewed }),
    showResult: (result) => dispatch({ type: 'result-opened', opened: result }),
    closeResult: (from, id) => dispatch({ type: 'result-gone', from, id }),
    openCutout: async ({ blob, fileName }, hasMouse) => {
      await opened();
      return client.openCutout({ photo: blob, fileName, ...chosenFor(blob) }, hasMouse);
    },
  };
}
