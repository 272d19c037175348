import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MemoryCaches } from '../test/web/memory-caches.ts';
import { Ahead } from './ahead.ts';
import type { PipelineEvent } from './protocol.ts';

const WASM = ['http://mouse.lab/a.wasm', 'http://mouse.lab/b.wasm'];

let added: string[];
beforeEach(() => {
  added = [];
  const caches = new MemoryCaches();
  vi.stubGlobal('caches', {
    open: async (name: string) =>
      Object.assign(await caches.open(name), {
        add: async (url: string) => {
          added.push(url);
          await (await caches.open(name)).put(url, new Response('wasm'));
        },
      }),
  });
  vi.stubGlobal('fetch', async () => new Response('', { headers: { 'content-length': '300' } }));
});
afterEach(() => void vi.unstubAllGlobals());

/** Packs of which a download of weights ends only when the test says so, or when it is aborted. */
function packs() {
  interface Get {
    emit: (event: PipelineEvent) => void;
    end: () => void;
    isClosed: boolean;
  }
  const gets: Get[] = [];
  return {
    gets,
    missing: async () => ({ bytes: 1000, kept: true }),
    get: (_: string, emit: (event: PipelineEvent) => void, signal: AbortSignal) =>
      new Promise<never>((_resolve, reject) => {
        const end = () => {
          get.isClosed = true;
          reject(new DOMException('', 'AbortError'));
        };
        const get: Get = { emit, end, isClosed: false };
        // A real download first closes its files.
        signal.addEventListener('abort', () => setTimeout(end, 20));
        gets.push(get);
      }),
  };
}

test('what is missing is weights and the first file of onnxruntime', async () => {
  const ahead = new Ahead(packs(), () => WASM);
  expect(await ahead.missing('p')).toEqual({ weights: 1000, runtime: 300, kept: true });
});

test('progress counts only what was missing', async () => {
  const library = packs();
  const reported: number[][] = [];
  const work = new Ahead(library, () => WASM).fetch('p', (...bytes) => void reported.push(bytes));
  await vi.waitFor(() => expect(library.gets).toHaveLength(1));
  // 1500 bytes of a pack of 2500 were there already.
  library.gets[0].emit({ type: 'download', loaded: 2500, total: 2500 });
  expect(reported[0]).toEqual([0, 1300]);
  expect(reported.at(-1)).toEqual([1300, 1300]);
  expect(added).toEqual([WASM[0]]);
  library.gets[0].end();
  await expect(work).rejects.toThrow();
});

test('a run that takes over waits until the downloads have ended', async () => {
  const library = packs();
  const ahead = new Ahead(library, () => WASM);
  const work = ahead.fetch('p', () => undefined);
  const rejected = expect(work).rejects.toThrow();
  await vi.waitFor(() => expect(library.gets).toHaveLength(1));
  await ahead.stop();
  expect(library.gets.map(({ isClosed }) => isClosed)).toEqual([true]);
  await rejected;
});
