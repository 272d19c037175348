import { expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { AppError } from '../../core/errors.ts';
import type { ShownSplat, SplatClient } from '../../worker/splats/protocol.ts';
import { statusOf } from '../queue/status.ts';
import { initialQueue } from '../queue/state.ts';
import { mainContentOf, shownOf } from '../select.ts';
import { initialState } from '../initial-state.ts';
import { applyEvent, type AppState } from '../state.ts';
import { parseUrl } from '../url.ts';
import { createOpened } from './store.ts';

const shown: ShownSplat = { ply: new Blob(['ply']), count: 4, total: 5 };
const file = (name: string) => ({ name, blob: new Blob([name]) });

/** The page, and openings that wait. */
function setUp() {
  const store = createStore<AppState>(() => initialState(parseUrl('')));
  const app = {
    store,
    showSplat: (viewed: AppState['viewed']) =>
      store.setState((state) => applyEvent(state, { type: 'splat-viewed', viewed }), true),
  };
  const waiting: {
    up: string;
    resolve: (value: ShownSplat) => void;
    reject: (e: unknown) => void;
  }[] = [];
  const films: { resolve: () => void; signal: AbortSignal; frames?: number }[] = [];
  const client: SplatClient = {
    open: ({ up }, signal) =>
      new Promise((resolve, reject) => {
        waiting.push({ up, resolve, reject });
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      }),
    convert: () => Promise.reject(new Error('not asked')),
    film: (_, { settings }, onProgress, signal) => {
      onProgress(0.5);
      return new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
        films.push({
          resolve: () => resolve({ name: 'turntable.mp4', file: new Blob(['film']) }),
          signal,
          frames: settings.turntableFrames,
        });
      });
    },
  };
  const opened = createOpened(client, app);
  return { opened, store, waiting, films };
}

it('a splat is opened, shown, turned over and closed', async () => {
  const { opened, store, waiting } = setUp();
  const open = opened.actions.open(file('a.ply'));
  expect(opened.store.getState().opening).toBe('a.ply');
  waiting[0].resolve(shown);
  await open;
  expect(opened.store.getState().opening).toBeNull();
  expect(store.getState().viewed?.count).toBe(4);
  expect(mainContentOf(store.getState())).toBe('splat');
  expect(shownOf(store.getState())).toBeNull();
  expect(statusOf(store.getState(), initialQueue).run).toBe('viewing');
  const turned = opened.actions.setUp('-Y');
  expect(waiting[1].up).toBe('-Y');
  waiting[1].resolve(shown);
  await turned;
  expect(store.getState().viewed?.source.up).toBe('-Y');
  opened.actions.close();
  expect(mainContentOf(store.getState())).toBe('drop');
});

it('of two files the later one is shown, and a stopped one never', async () => {
  const { opened, store, waiting } = setUp();
  const first = opened.actions.open(file('a.ply'));
  const second = opened.actions.open(file('b.ply'));
  waiting[1].resolve(shown);
  waiting[0].resolve(shown);
  await Promise.all([first, second]);
  expect(store.getState().viewed?.source.file.name).toBe('b.ply');
  const third = opened.actions.open(file('c.ply'));
  opened.actions.cancel();
  await third;
  expect(opened.store.getState()).toEqual({ opening: null, error: null, film: null });
  expect(store.getState().viewed?.source.file.name).toBe('b.ply');
});

it('a file that is still being opened is not shown after something else was chosen', async () => {
  const { opened, store, waiting } = setUp();
  const first = opened.actions.open(file('a.ply'));
  opened.actions.close();
  waiting[0].resolve(shown);
  await first;
  expect(opened.store.getState().opening).toBeNull();
  const second = opened.actions.open(file('b.ply'));
  const photo = { blob: new Blob(), fileName: 'm.jpg' };
  store.setState((state) => applyEvent(state, { type: 'started', photo, at: 1 }), true);
  waiting[1].resolve(shown);
  await second;
  expect(store.getState().viewed).toBeNull();
  const third = opened.actions.open(file('c.ply'));
  store.setState(
    (state) => applyEvent(state, { type: 'started', photo, at: 2, queued: true }),
    true,
  );
  waiting[2].resolve(shown);
  await third;
  expect(store.getState().viewed?.source.file.name).toBe('c.ply');
});

it('an error is kept until it is closed, and what is shown stays', async () => {
  const { opened, store, waiting } = setUp();
  const open = opened.actions.open(file('a.ply'));
  const error = new AppError('ply-cut', { message: 'short' });
  waiting[0].reject(error);
  await open;
  expect(opened.store.getState().error).toBe(error);
  expect(store.getState().viewed).toBeNull();
  opened.actions.dismiss();
  expect(opened.store.getState().error).toBeNull();
});

it('a film is made with the settings, and goes when another splat is opened', async () => {
  const { opened, store, waiting, films } = setUp();
  const open = opened.actions.open(file('a.ply'));
  waiting[0].resolve(shown);
  await open;
  store.setState((state) => ({ settings: { ...state.settings, turntableFrames: 12 } }));
  const made = opened.actions.makeFilm();
  expect(opened.store.getState().film).toEqual({ state: 'making', fraction: 0.5 });
  expect(films[0].frames).toBe(12);
  films[0].resolve();
  await made;
  expect(store.getState().viewed?.film?.name).toBe('turntable.mp4');
  const another = opened.actions.makeFilm();
  opened.actions.cancelFilm();
  await another;
  expect(films[1].signal.aborted).toBe(true);
  expect(opened.store.getState().film).toBeNull();
});

it('a run takes the place of the splat', () => {
  const { store } = setUp();
  const source = { file: file('a.ply'), up: 'Z' as const };
  const viewed = { ...shown, source };
  const state = applyEvent(store.getState(), { type: 'splat-viewed', viewed });
  const photo = { blob: new Blob(), fileName: 'm.jpg' };
  expect(applyEvent(state, { type: 'started', photo, at: 1 }).viewed).toBeNull();
  expect(applyEvent(state, { type: 'started', photo, at: 1, queued: true }).viewed).toBe(viewed);
});
