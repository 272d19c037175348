import { createStore, type StoreApi } from 'zustand/vanilla';
import { sortFiles } from '../../worker/dropped/sort.ts';
import { listFiles, type Dropped } from '../drop/listed.ts';
import { nameIn } from '../queue/select.ts';
import { fetchSample, type Sample } from '../samples.ts';
import { videoOf } from '../select.ts';
import type { App } from '../store.ts';
import type { Camera } from './camera.ts';
import { stampOf, type KeptShow, type KeptShows } from './kept-shows.ts';

/**
 * What a booth shows. `attract`: photos and splats in turn, for those who pass by. `choose`: the samples. `run`: a run and
 * its result. `show`: a splat of the attract loop that a visitor turns.
 */
export type Screen = 'attract' | 'choose' | 'camera' | 'run' | 'show';

/** A sample in the attract loop. */
export interface Show {
  sample: Sample;
  /** Null until it has been made on this computer. */
  kept: KeptShow | null;
}

export interface KioskState {
  screen: Screen;
  shows: readonly Show[];
  /** Which show the attract loop is at. */
  at: number;
  /** The show that a visitor turns. */
  opened: Show | null;
  /** Name of the sample whose show is being made. */
  preparing: string | null;
  /** Whether the files that a visitor brought last have no photo. */
  withoutPhoto: boolean;
  /** When the page's run before the visitor's began (`AppState.startedAt`). */
  before: number;
}

export interface Kiosk {
  store: StoreApi<KioskState>;
  camera: Camera;
  /** Takes the samples, and finds their kept shows. The others are made while nobody uses the page. Never rejects. */
  begin(samples: readonly Sample[]): Promise<void>;
  /** The attract loop goes on. */
  next(): void;
  choose(): void;
  /** Shows the splat that the attract loop is at. If there is none, shows the samples. */
  openShow(): void;
  runSample(name: string): void;
  openCamera(): void;
  /** Runs the photo that the camera took. */
  runTaken(): void;
  /** Runs the first photo of the files that a visitor brought. Never rejects. */
  take(dropped: Dropped): Promise<void>;
  /** Ends what the visitor does, and shows the attract loop. */
  reset(): void;
}

interface Deps {
  shows: Promise<KeptShows>;
  camera: Camera;
  /** The text of a pack's pack.json; empty if the pack is not served. */
  packText(packId: string): Promise<string>;
  waitMs(ms: number): Promise<void>;
}

/** Milliseconds for which nobody may use the page before a show is made. */
const PREPARE_AFTER_MS = 3000;

/** Connects a booth with the page's runs. */
export function createKiosk(
  app: Pick<App, 'store' | 'runQueued'> & {
    actions: Pick<App['actions'], 'start' | 'startSample' | 'cancel' | 'reset'>;
  },
  { shows: opening, camera, packText, waitMs }: Deps,
): Kiosk {
  const store = createStore<KioskState>(() => ({
    screen: 'attract',
    shows: [],
    at: 0,
    opened: null,
    preparing: null,
    withoutPhoto: false,
    before: 0,
  }));
  const { getState, setState } = store;
  let samples: readonly Sample[] = [];
  /** Samples of which no show could be made. They are not tried again before the page is loaded again. */
  const failed = new Set<string>();
  const stamps = new Map<string, string>();

  const keep = (name: string, kept: KeptShow) =>
    setState({
      shows: getState().shows.map((show) => (show.sample.name === name ? { ...show, kept } : show)),
    });

  const stampFor = async (photo: Blob): Promise<string> => {
    const { packId, settings } = app.store.getState();
    return stampOf([packId, await packText(packId), settings, photo.size]);
  };

  /** Makes one show. @returns whether it was made */
  const make = async ({ name }: Sample): Promise<boolean> => {
    const photo = await fetchSample(name, samples);
    const { packId, settings } = app.store.getState();
    const end = await app.runQueued({ photo, packId, settings });
    // A visitor came.
    if (end.kind === 'replaced' || end.kind === 'cancelled') return false;
    app.actions.reset();
    if (end.kind === 'failed') throw end.error;
    const { splat } = end.result;
    if (!splat) throw new Error('The run made no splat.');
    const show = { ply: splat.ply, film: videoOf(end.result) ?? null };
    keep(name, show);
    // The loop shows the new one at once.
    setState({ at: getState().shows.findIndex(({ sample }) => sample.name === name) });
    await (await opening).write(name, stamps.get(name) ?? '', show);
    return true;
  };

  /** Makes the missing shows, one after the other, while the attract loop is shown. */
  let idleSince = 0;
  const prepare = async () => {
    const mine = (idleSince += 1);
    await waitMs(PREPARE_AFTER_MS);
    for (;;) {
      const { screen, shows, preparing } = getState();
      if (mine !== idleSince || screen !== 'attract' || preparing) return;
      const show = shows.find(({ kept, sample }) => !kept && !failed.has(sample.name));
      if (!show) return;
      const { name } = show.sample;
      setState({ preparing: name });
      const made = await make(show.sample).catch((error: unknown) => {
        console.warn(`The show of ${name} could not be made.`, error);
        failed.add(name);
        return true;
      });
      setState({ preparing: null });
      if (!made) return;
    }
  };

  /** Leaves the attract loop. What is being made for it ends, because the visitor needs the processor. */
  const leave = (state: Partial<KioskState>) => {
    if (getState().preparing) app.actions.cancel();
    setState({ opened: null, withoutPhoto: false, ...state });
  };

  const run = (begin: () => Promise<void>) => {
    camera.close();
    leave({ screen: 'run', before: app.store.getState().startedAt });
    void begin();
  };

  return {
    store,
    camera,
    async begin(list) {
      samples = list;
      setState({ shows: list.map((sample) => ({ sample, kept: null })) });
      for (const { name } of list) {
        try {
          const stamp = await stampFor((await fetchSample(name, list)).blob);
          stamps.set(name, stamp);
          const kept = await (await opening).read(name, stamp);
          if (kept) keep(name, kept);
        } catch (error) {
          console.warn(`The kept show of ${name} cannot be read.`, error);
        }
      }
      await prepare();
    },
    next() {
      const { at, shows } = getState();
      if (shows.length > 0) setState({ at: (at + 1) % shows.length });
    },
    choose() {
      camera.close();
      if (getState().screen === 'run') app.actions.reset();
      leave({ screen: 'choose' });
    },
    openShow() {
      const { shows, at } = getState();
      const show = shows[at];
      leave(show?.kept ? { screen: 'show', opened: show } : { screen: 'choose' });
    },
    runSample: (name) => run(() => app.actions.startSample(name, samples)),
    openCamera() {
      leave({ screen: 'camera' });
      void camera.open();
    },
    runTaken() {
      const state = camera.store.getState();
      if (state.phase !== 'taken') return;
      const { photo } = state;
      run(() => app.actions.start(photo, 'camera.jpg'));
    },
    async take(dropped) {
      const signal = AbortSignal.timeout(20_000);
      const photo = await listFiles(dropped, signal)
        .then(({ files }) => sortFiles(files, { signal }))
        .then((files) => files.find(({ kind }) => kind === 'photo'))
        .catch(() => undefined);
      if (photo) run(() => app.actions.start(photo.blob, nameIn(photo.path)));
      else leave({ screen: 'choose', withoutPhoto: true });
    },
    reset() {
      camera.close();
      const { screen } = getState();
      if (screen === 'run') app.actions.reset();
      setState({ screen: 'attract', opened: null, withoutPhoto: false });
      if (screen !== 'attract') void prepare();
    },
  };
}
