import { describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { AppError } from '../../core/errors.ts';
import type { SplatClient } from '../../worker/splats/protocol.ts';
import { initialState } from '../initial-state.ts';
import { applyEvent, type AppState } from '../state.ts';
import { parseUrl } from '../url.ts';
import { createExports } from './store.ts';

const photo = { blob: new Blob(['p']), fileName: 'White mouse.jpg' };
const ply = new Blob(['ply']);

/** The page with the splat of a run. */
const done = (): AppState => ({
  ...initialState(parseUrl('')),
  current: { photo, splat: { ply, count: 3 }, artifacts: {} },
});

/** Exports whose conversions wait until `finish` or `fail` is called. */
function setUp(state: AppState = done()) {
  const app = { store: createStore<AppState>(() => state) };
  const calls: { format: string; title: string; blob: Blob; signal: AbortSignal }[] = [];
  const pending: { resolve: (file: Blob) => void; reject: (error: unknown) => void }[] = [];
  const reports: ((fraction: number) => void)[] = [];
  const client: Pick<SplatClient, 'convert'> = {
    convert: ({ file }, format, title, onProgress, signal) => {
      calls.push({ format, title, blob: file.blob, signal });
      reports.push(onProgress);
      return new Promise((resolve, reject) => {
        pending.push({ resolve, reject });
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    },
  };
  const saved: [Blob, string][] = [];
  const opened: string[] = [];
  const exports = createExports(client, app, {
    save: (file, name) => void saved.push([file, name]),
    openTab: (href) => void opened.push(href),
    origin: 'http://localhost:4173',
  });
  return { app, exports, calls, pending, reports, saved, opened };
}

const item = ({ exports }: ReturnType<typeof setUp>, format: 'spz' | 'glb' = 'spz') =>
  exports.store.getState().items[format];

describe('a file of another format', () => {
  it('is made with progress, saved under the photo’s name, and then only saved', async () => {
    const all = setUp();
    const made = all.exports.actions.make('spz');
    expect(item(all)).toEqual({ state: 'making', fraction: 0 });
    all.reports[0](0.4);
    expect(item(all)).toEqual({ state: 'making', fraction: 0.4 });
    const file = new Blob(['spz']);
    all.pending[0].resolve(file);
    await made;
    expect(item(all)).toEqual({ state: 'done', file });
    await all.exports.actions.make('spz');
    expect(all.calls.map(({ format, title, blob }) => [format, title, blob])).toEqual([
      ['spz', 'White mouse', ply],
    ]);
    const name = 'White mouse-gaussians.spz';
    expect(all.saved).toEqual([
      [file, name],
      [file, name],
    ]);
  });

  it('has the name of an opened file', async () => {
    const file = { name: 'frame 7.compressed.ply', blob: new Blob(['x']) };
    const source = { file, up: 'Z' as const };
    const state = applyEvent(done(), {
      type: 'splat-viewed',
      viewed: { source, ply, count: 1, total: 1 },
    });
    const all = setUp(state);
    const made = all.exports.actions.make('html');
    all.pending[0].resolve(new Blob());
    await made;
    expect(all.saved[0][1]).toBe('frame 7.html');
    expect(all.calls[0].blob).toBe(file.blob);
  });

  it('is cancelled, and its failure is said', async () => {
    const all = setUp();
    const made = all.exports.actions.make('glb');
    all.exports.actions.cancel('glb');
    await made;
    expect(item(all, 'glb')).toBeUndefined();
    const again = all.exports.actions.make('glb');
    const error = new AppError('export-failed', { message: 'no' });
    all.pending[1].reject(error);
    await again;
    expect(item(all, 'glb')).toEqual({ state: 'failed', error });
    expect(all.saved).toEqual([]);
  });

  it('goes when another splat is shown', async () => {
    const all = setUp();
    const made = all.exports.actions.make('spz');
    all.app.store.setState({ current: { photo, artifacts: {} } });
    await made;
    expect(all.calls[0].signal.aborted).toBe(true);
    expect(all.exports.store.getState().items).toEqual({});
    await all.exports.actions.make('spz');
    expect(all.calls).toHaveLength(1);
  });
});

describe('SuperSplat', () => {
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:mine' }));

  it.each([
    ['not an address', []],
    ['javascript:alert(1)', []],
    [
      'http://localhost:4173/supersplat/',
      [
        'http://localhost:4173/supersplat/?load=blob%3Amine&filename=gaussians.ply',
        'nothing is saved',
      ],
    ],
    ['http://localhost:3000/', ['http://localhost:3000/', 'White mouse-gaussians.ply']],
  ])('%s', (address, expected) => {
    const { exports, opened, saved } = setUp();
    exports.actions.setSuperSplat(address);
    exports.actions.openSuperSplat();
    const names = saved.map(([, name]) => name);
    const all = opened.length > 0 && names.length === 0 ? ['nothing is saved'] : names;
    expect([...opened, ...all]).toEqual(expected);
  });
});
