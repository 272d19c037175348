import { afterEach, expect, test, vi } from 'vitest';
import { exampleManifest } from '../test/example-manifest.ts';
import { HttpPackSource } from './http-source.ts';
import { listPacks, openPack, type PackProgress } from './load.ts';
import type { PackSource } from './pack-source.ts';

/** A folder in memory with the example pack; `changes` replaces files. */
const folder = (changes: Record<string, string | object> = {}): PackSource => {
  const manifest = exampleManifest();
  const files: Record<string, string | object> = {
    'pack.json': manifest,
    ...Object.fromEntries(manifest.files.map(({ name }) => [name, 'abc'])),
    ...changes,
  };
  return {
    async read(name, onProgress) {
      const content = files[name];
      const blob = new Blob([typeof content === 'string' ? content : JSON.stringify(content)]);
      onProgress?.(blob.size);
      return blob;
    },
  };
};

afterEach(() => vi.unstubAllGlobals());

test('opens a pack and reports growing progress up to its size', async () => {
  const reports: PackProgress[] = [];
  const pack = await openPack(folder(), { onProgress: (progress) => reports.push(progress) });
  expect(pack.files.size).toBe(6);
  expect(reports.at(-1)).toMatchObject({ loaded: 18, total: 18 });
  expect(reports.every(({ loaded }, i) => i === 0 || loaded >= reports[i - 1].loaded)).toBe(true);
  await expect(pack.weights('vae.safetensors')).rejects.toMatchObject({ code: 'weights-invalid' });
  await expect(pack.weights('other')).rejects.toMatchObject({ code: 'pack-invalid' });
});

test('the first file that fails stops the others', async () => {
  const source = folder({ 'vae.safetensors': 'abd' });
  const stopped: string[] = [];
  const read = source.read.bind(source);
  source.read = async (name, onProgress, signal) => {
    if (name !== 'gslrm.safetensors') return read(name, onProgress, signal);
    return new Promise((_, reject) =>
      signal?.addEventListener('abort', () => {
        stopped.push(name);
        reject(signal.reason);
      }),
    );
  };
  await expect(openPack(source)).rejects.toThrow('vae.safetensors');
  expect(stopped).toEqual(['gslrm.safetensors']);
});

test('an abort while reading rejects with an AbortError', async () => {
  const controller = new AbortController();
  const source = folder();
  const read = source.read.bind(source);
  source.read = async (name, onProgress, signal) => {
    if (name === 'pack.json') return read(name, onProgress, signal);
    controller.abort();
    signal?.throwIfAborted();
    throw new Error('was not stopped');
  };
  const opened = openPack(source, { signal: controller.signal });
  await expect(opened).rejects.toMatchObject({ name: 'AbortError' });
});

test.each([
  ['too short', 'ab', 'file-size'],
  ['too long', 'abcd', 'file-size'],
  ['another content of the same size', 'abd', 'file-damaged'],
])('a file that is %s is refused by its name', async (_, content, code) => {
  const opened = openPack(folder({ 'vae.safetensors': content }));
  await expect(opened).rejects.toMatchObject({ code, values: { file: 'vae.safetensors' } });
});

test('without Web Crypto the hashes are checked, too', async () => {
  vi.stubGlobal('crypto', {});
  const opened = openPack(folder({ 'vae.safetensors': 'abd' }));
  await expect(opened).rejects.toMatchObject({ code: 'file-damaged' });
});

test('a source that checks its files itself is asked for each file, and told when all are read', async () => {
  const source = folder();
  const asked: string[] = [];
  const settled = vi.fn();
  const opened = await openPack({
    read: source.read.bind(source),
    readListed: async ({ name }) => {
      asked.push(name);
      return new Blob(['abc']);
    },
    settled,
    incidents: [{ file: 'x', fault: 'connection', atByte: 1, detail: 'cut' }],
  });
  expect(asked).toEqual(exampleManifest().files.map(({ name }) => name));
  expect(settled).toHaveBeenCalledWith(exampleManifest().files);
  expect(opened.incidents).toHaveLength(1);
});

test('pack.json must be JSON and of a sensible size', async () => {
  await expect(openPack(folder({ 'pack.json': '{' }))).rejects.toMatchObject({
    code: 'pack-invalid',
  });
  const long = ' '.repeat(1_000_001);
  await expect(openPack(folder({ 'pack.json': long }))).rejects.toMatchObject({
    message: expect.stringContaining('too large'),
  });
});

test('mixed rigs are refused before any weights are read, unless they are allowed', async () => {
  const manifest = exampleManifest();
  manifest.stages.multiview.viewEmbeds.rig = 'facelift-e0';
  const source = folder({ 'pack.json': manifest });
  const read = vi.spyOn(source, 'read');
  await expect(openPack(source)).rejects.toMatchObject({ code: 'pack-mismatch' });
  expect(read).toHaveBeenCalledTimes(1);
  await expect(openPack(source, { allowMixedRigs: true })).resolves.toBeDefined();
});

test('lists packs', async () => {
  expect(await listPacks(folder({ 'index.json': ['mouse-demo'] }))).toEqual(['mouse-demo']);
  await expect(listPacks(folder({ 'index.json': ['../x'] }))).rejects.toMatchObject({
    code: 'pack-invalid',
  });
});

test('the web source fetches the right address and distinguishes missing from unreachable', async () => {
  const answers = [
    new Response('abc'),
    new Response('', { status: 404 }),
    new Response('<html>', { headers: { 'content-type': 'text/html; charset=utf-8' } }),
    new Response('', { status: 403 }),
    new TypeError('failed to fetch'),
  ];
  const fetch = vi.fn(async (url: string) => {
    const answer = answers.shift();
    if (answer instanceof Response) return answer;
    throw answer ?? new Error(url);
  });
  vi.stubGlobal('fetch', fetch);
  const briefTiming = { stallMs: 1000, reconnectMs: 2000, delaysMs: [] };
  const source = new HttpPackSource('/models/mouse-demo', { briefTiming });
  const progress = vi.fn();
  expect(await (await source.read('vae.safetensors', progress)).text()).toBe('abc');
  expect(fetch.mock.calls[0][0]).toBe('/models/mouse-demo/vae.safetensors');
  expect(progress).toHaveBeenLastCalledWith(3);
  for (const code of ['pack-missing', 'pack-missing', 'download-failed', 'download-failed'])
    await expect(source.read('x')).rejects.toMatchObject({ code });
});

test('an abort before reading rejects with an AbortError', async () => {
  const controller = new AbortController();
  controller.abort();
  const opened = openPack('http://127.0.0.1:9/', { signal: controller.signal });
  await expect(opened).rejects.toMatchObject({ name: 'AbortError' });
});
