import { createStore, type StoreApi } from 'zustand/vanilla';
import { AppError, asAppError, isAbort } from '../core/errors.ts';
import type { PipelineClient, RunSettings } from '../worker/protocol.ts';
import type { Sample } from './samples.ts';
import { applyEvent, initialState, type AppEvent, type AppState, type Photo } from './state.ts';
import { SEED_MAX, type UrlWishes } from './url.ts';

/** What components may ask for. */
export interface AppActions {
  open(): Promise<void>;
  /** Starts with this photo; a run in progress is cancelled first. */
  start(photo: Blob, fileName: string): Promise<void>;
  /** Fetches and runs the sample of this name. */
  startSample(name: string, samples: readonly Sample[]): Promise<void>;
  runAgain(): Promise<void>;
  newSeed(): Promise<void>;
  cancel(): void;
  dismiss(): void;
  reset(): void;
  choosePack(packId: string): void;
  /** Looks again what packs there are. */
  listPacks(): Promise<void>;
  changeSettings(settings: Partial<RunSettings>): void;
}

export interface App {
  store: StoreApi<AppState>;
  actions: AppActions;
  renderOrbit: PipelineClient['renderOrbit'];
}

/** Rejects as soon as the signal says so, whatever the promise does. */
const abortable = <T>(signal: AbortSignal, promise: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });

/** Joins the page's state to a pipeline. */
export function createApp(client: PipelineClient, wishes: UrlWishes, baseUrl: string): App {
  const store = createStore<AppState>(() => initialState(wishes));
  const dispatch = (event: AppEvent) => store.setState((state) => applyEvent(state, event), true);

  let opening: Promise<void> | null = null;
  const opened = () =>
    (opening ??= client.open(wishes.backend, baseUrl).then(
      (answer) => dispatch({ type: 'opened', ...answer }),
      (error) => {
        opening = null; // the next run tries again
        throw error;
      },
    ));

  let controller: AbortController | null = null;
  let settled: Promise<void> = Promise.resolve();

  const execute = async ({ blob, fileName }: Photo, signal: AbortSignal) => {
    try {
      await abortable(signal, opened());
      const { packId, settings } = store.getState();
      const summary = await client.run(
        { photo: blob, fileName, packId, settings },
        (event) => signal.aborted || dispatch(event),
        signal,
      );
      dispatch({ type: 'finished', summary });
    } catch (error) {
      if (signal.aborted || isAbort(error)) dispatch({ type: 'cancelled' });
      else dispatch({ type: 'failed', error: asAppError(error) });
    }
  };

  const start = async (blob: Blob, fileName: string) => {
    controller?.abort();
    const mine = (controller = new AbortController());
    await settled;
    if (mine.signal.aborted) return;
    const photo = { blob, fileName };
    dispatch({ type: 'started', photo, at: Date.now() });
    settled = execute(photo, mine.signal);
    await settled;
  };

  const runAgain = async () => {
    const photo = store.getState().current?.photo;
    if (photo) await start(photo.blob, photo.fileName);
  };

  const changeSettings = (settings: Partial<RunSettings>) =>
    dispatch({ type: 'settings-changed', settings });

  const actions: AppActions = {
    open: () => opened().catch((error) => dispatch({ type: 'failed', error: asAppError(error) })),
    start,
    startSample: async (name, samples) => {
      try {
        const file = samples.find((sample) => sample.name === name)?.file;
        if (!file) throw new Error('There is no such sample.');
        const response = await fetch(file);
        if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
        await start(await response.blob(), file.split('/').at(-1) ?? name);
      } catch (cause) {
        const message = `The sample "${name}" could not be fetched. ${String(cause)}`;
        dispatch({ type: 'failed', error: new AppError('network', { message, cause }) });
      }
    },
    runAgain,
    newSeed: () => {
      changeSettings({ seed: Math.floor(Math.random() * (SEED_MAX + 1)) });
      return runAgain();
    },
    cancel: () => controller?.abort(),
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
  };

  return { store, actions, renderOrbit: (view) => client.renderOrbit(view) };
}
