import { createStore, type StoreApi } from 'zustand/vanilla';
import type { UpAxis } from '../../core/camera/upright.ts';
import { asAppError, isAbort, type AppError } from '../../core/errors.ts';
import type { SplatClient, SplatFile } from '../../worker/splats/protocol.ts';
import type { App } from '../store.ts';

/** A film that is being made. */
type FilmWork = { state: 'making'; fraction: number } | { state: 'failed'; error: AppError };

export interface OpenedState {
  /** The name of the file that is being opened. */
  opening: string | null;
  /** Why a file could not be opened. */
  error: AppError | null;
  film: FilmWork | null;
}

/** The actions about a splat from a file. They never reject. */
interface OpenedActions {
  /** Opens a splat file. The page then shows it. */
  open(file: SplatFile): Promise<void>;
  /** Says which axis of the splat that is shown points up. */
  setUp(up: UpAxis): Promise<void>;
  /** Stops opening. */
  cancel(): void;
  /** The page shows again what it showed before. */
  close(): void;
  /** Films the splat that is shown, with the settings of the turntable. */
  makeFilm(): Promise<void>;
  cancelFilm(): void;
  dismiss(): void;
}

/** Opens splats from files. What is shown is in the page's own state (`viewed`). */
export interface Opened {
  store: StoreApi<OpenedState>;
  actions: OpenedActions;
}

export function createOpened(client: SplatClient, app: Pick<App, 'store' | 'showSplat'>): Opened {
  const store = createStore<OpenedState>(() => ({ opening: null, error: null, film: null }));
  let opening: AbortController | null = null;
  let filming: AbortController | null = null;

  const show = async (file: SplatFile, up: UpAxis) => {
    opening?.abort();
    filming?.abort();
    const { signal } = (opening = new AbortController());
    store.setState({ opening: file.name, error: null, film: null });
    const source = { file, up };
    try {
      const shown = await client.open(source, signal);
      if (signal.aborted) return;
      store.setState({ opening: null });
      app.showSplat({ source, ...shown });
    } catch (error) {
      if (signal.aborted || isAbort(error)) return;
      store.setState({ opening: null, error: asAppError(error, 'load') });
    }
  };

  const cancel = () => {
    opening?.abort();
    store.setState({ opening: null });
  };

  app.store.subscribe((state, before) => {
    // What the person has chosen since takes the place of the file.
    const started = state.startedAt !== before.startedAt && !state.queued;
    if (started || state.opened !== before.opened) cancel();
    // A film is about the splat that is shown.
    if (state.viewed?.source !== before.viewed?.source) {
      filming?.abort();
      store.setState({ film: null });
    }
  });

  return {
    store,
    actions: {
      open: (file) => show(file, 'Z'),
      setUp: async (up) => {
        const file = app.store.getState().viewed?.source.file;
        if (file) await show(file, up);
      },
      cancel,
      close() {
        cancel();
        app.showSplat(null);
      },
      async makeFilm() {
        const { viewed, settings, choice } = app.store.getState();
        if (!viewed) return;
        filming?.abort();
        const { signal } = (filming = new AbortController());
        store.setState({ film: { state: 'making', fraction: 0 } });
        const request = {
          settings,
          rasterizer: choice?.rasterizer ?? 'cpu',
          threads: choice?.threads ?? 1,
        };
        const report = (fraction: number) => {
          if (!signal.aborted) store.setState({ film: { state: 'making', fraction } });
        };
        try {
          const film = await client.film(viewed.source, request, report, signal);
          if (signal.aborted) return;
          store.setState({ film: null });
          app.showSplat({ ...viewed, film });
        } catch (error) {
          if (signal.aborted || isAbort(error)) return;
          store.setState({ film: { state: 'failed', error: asAppError(error, 'turntable') } });
        }
      },
      cancelFilm() {
        filming?.abort();
        store.setState({ film: null });
      },
      dismiss: () => store.setState({ error: null }),
    },
  };
}
