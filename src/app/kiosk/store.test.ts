import { describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { MemoryJobFolder } from '../../worker/job-store/memory-folder.ts';
import type { AppState } from '../app-state.ts';
import { initialState } from '../initial-state.ts';
import type { Result } from '../result.ts';
import type { PlannedRun, RunEnd } from '../store.ts';
import { parseUrl } from '../url.ts';
import { createCamera, type CameraHost } from './camera.ts';
import { KeptShows, stampOf } from './kept-shows.ts';
import { createKiosk } from './store.ts';

const samples = ['a', 'b'].map((name) => ({
  name,
  file: `data:image/png;base64,${name}A==`,
  thumbnail: '',
  title: { en: name },
}));

const done = (name: string): RunEnd => ({
  kind: 'done',
  notices: [],
  result: {
    photo: { blob: new Blob(), fileName: name },
    splat: { ply: new Blob([`splat of ${name}`]), count: 1 },
    artifacts: { 'turntable.mp4': new Blob(['film']) },
  } satisfies Result,
});

/** A booth whose runs end as `ends` says, one after the other. */
function booth(ends: readonly (RunEnd | Promise<RunEnd>)[], folder = new MemoryJobFolder()) {
  const waiting = [...ends];
  const store = createStore<AppState>(() => initialState(parseUrl('?kiosk=1')));
  const app = {
    store,
    runQueued: vi.fn<(run: PlannedRun) => Promise<RunEnd>>(
      async () => waiting.shift() ?? { kind: 'cancelled' },
    ),
    actions: {
      start: vi.fn(async () => undefined),
      startSample: vi.fn(async () => undefined),
      cancel: vi.fn(),
      reset: vi.fn(),
    },
  };
  const host: CameraHost = {
    open: () => Promise.reject(new DOMException('no', 'NotAllowedError')),
    grab: async () => new Blob(['photo']),
    waitMs: async () => undefined,
  };
  const kiosk = createKiosk(app, {
    shows: Promise.resolve(new KeptShows(folder)),
    camera: createCamera(host),
    packText: async () => 'pack',
    waitMs: async () => undefined,
  });
  return { app, kiosk, folder, made: () => kiosk.store.getState().shows.map(({ kept }) => !!kept) };
}

describe('the shows of a booth', () => {
  it('are made while nobody uses the page, and kept', async () => {
    const first = booth([done('a'), done('b')]);
    await first.kiosk.begin(samples);
    expect(first.made()).toEqual([true, true]);
    expect(first.app.actions.reset).toHaveBeenCalledTimes(2);
    const again = booth([], first.folder);
    await again.kiosk.begin(samples);
    expect(again.made()).toEqual([true, true]);
    expect(again.app.runQueued).not.toHaveBeenCalled();
    const { kept } = again.kiosk.store.getState().shows[1];
    expect(await kept?.ply.text()).toBe('splat of b');
    expect(await kept?.film?.text()).toBe('film');
  });

  it('are made anew with other settings, and then replace the old ones', async () => {
    const first = booth([done('a'), done('b')]);
    await first.kiosk.begin(samples);
    const other = booth([done('c'), done('d')], first.folder);
    other.app.store.setState({ settings: { ply: 'standard', filters: 'pack', seed: 7 } });
    await other.kiosk.begin(samples);
    expect(other.app.runQueued).toHaveBeenCalledTimes(2);
    expect(await first.folder.names()).toHaveLength(4);
  });

  it('are not tried again after an error, and the others are made', async () => {
    const { kiosk, made, app } = booth([
      { kind: 'failed', error: new Error('x') as never },
      done('b'),
    ]);
    await kiosk.begin(samples);
    expect(made()).toEqual([false, true]);
    kiosk.choose();
    kiosk.reset();
    await Promise.resolve();
    expect(app.runQueued).toHaveBeenCalledTimes(2);
  });

  it('give way to a visitor: nothing is reset after a run that was replaced', async () => {
    let replace: (end: RunEnd) => void = () => {};
    const { kiosk, app, made } = booth([new Promise((resolve) => (replace = resolve))]);
    const began = kiosk.begin(samples);
    await vi.waitFor(() => expect(kiosk.store.getState().preparing).toBe('a'));
    kiosk.choose();
    expect(app.actions.cancel).toHaveBeenCalledOnce();
    kiosk.runSample('b');
    replace({ kind: 'replaced' });
    await began;
    expect(app.actions.startSample).toHaveBeenCalledWith('b', samples);
    expect(app.actions.reset).not.toHaveBeenCalled();
    expect(kiosk.store.getState()).toMatchObject({ screen: 'run', preparing: null });
    expect(made()).toEqual([false, false]);
  });
});

describe('the screens of a booth', () => {
  it('opens a splat of the loop, and goes back to the loop after a while', async () => {
    const { kiosk, app } = booth([done('a'), done('b')]);
    await kiosk.begin(samples);
    // The loop is at the newest.
    kiosk.openShow();
    expect(kiosk.store.getState()).toMatchObject({
      screen: 'show',
      opened: { sample: { name: 'b' } },
    });
    app.actions.reset.mockClear();
    kiosk.reset();
    expect(kiosk.store.getState()).toMatchObject({ screen: 'attract', opened: null });
    expect(app.actions.reset).not.toHaveBeenCalled();
    kiosk.runSample('a');
    kiosk.reset();
    expect(app.actions.reset).toHaveBeenCalledOnce();
  });

  it('says that files have no photo, and runs the first photo of others', async () => {
    const { kiosk, app } = booth([]);
    const file = (name: string, bytes: number[]) => new File([new Uint8Array(bytes)], name);
    await kiosk.take({ files: [file('notes.txt', [65, 66])], folders: [] });
    expect(kiosk.store.getState()).toMatchObject({ screen: 'choose', withoutPhoto: true });
    const png = file('mouse.png', [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 0]);
    await kiosk.take({ files: [file('notes.txt', [65, 66]), png], folders: [] });
    expect(app.actions.start).toHaveBeenCalledWith(png, 'mouse.png');
  });
});

describe('stampOf', () => {
  it('differs with what a show was made from', () => {
    expect(stampOf(['a', 1])).toBe(stampOf(['a', 1]));
    expect(stampOf(['a', 1])).not.toBe(stampOf(['a', 2]));
  });
});
