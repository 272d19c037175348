import { beforeEach, expect, test } from 'vitest';
import { RUNTIME_CACHE } from '../../core/files/cache-names.ts';
import { MemoryCaches } from '../../test/web/memory-caches.ts';
import { Answers } from './answers.ts';
import { FILE_NAME } from './names.ts';
import { isShare, takeShare } from './share.ts';
import { Shell } from './shell.ts';

const scope = 'http://mouse.lab/page/';
const headers = { 'Cross-Origin-Embedder-Policy': 'require-corp', 'X-Own': 'ours' };

/** A request as a browser makes it. Node makes none of these modes and destinations. */
const asked = (
  path: string,
  how: { mode?: RequestMode; destination?: RequestDestination } = {},
) => {
  const request = new Request(new URL(path, scope));
  for (const [name, value] of Object.entries(how)) Object.defineProperty(request, name, { value });
  return request;
};

let caches: MemoryCaches;
let answers: Answers;
/** What the server answers. Null: there is no connection. */
let server: ((path: string) => Response) | null;

beforeEach(async () => {
  caches = new MemoryCaches();
  server = (path) =>
    new Response(path, {
      headers: { 'content-type': path === 'index.html' ? 'text/html' : 'x/y' },
    });
  const fetch = async (request: Request | string) => {
    if (!server) throw new TypeError('Failed to fetch');
    return server((typeof request === 'string' ? request : request.url).slice(scope.length));
  };
  const host = { caches, fetch, scope };
  const assets = [
    { url: 'index.html', revision: '1' },
    { url: 'assets/a-11.js', revision: null },
  ];
  const shell = new Shell(assets, host);
  await shell.fill();
  answers = new Answers(shell, host, headers);
});

const textOf = async (request: Request) => (await answers.to(request))?.text();

test('without a network the page opens with every query, and with the headers that it lacks', async () => {
  server = null;
  for (const path of ['', 'index.html', '?lang=ko&kiosk=1']) {
    const response = await answers.to(asked(path, { mode: 'navigate' }));
    expect(await response?.text()).toBe('index.html');
    expect(Object.fromEntries(response?.headers ?? [])).toMatchObject({
      'content-type': 'text/html',
      'cross-origin-embedder-policy': 'require-corp',
      'x-own': 'ours',
    });
  }
  const worker = await answers.to(asked('assets/a-11.js', { destination: 'worker' }));
  expect(worker?.headers.get('x-own')).toBe('ours');
  const script = await answers.to(asked('assets/a-11.js', { destination: 'script' }));
  expect(script?.headers.get('x-own')).toBeNull();
});

test('what is not the page’s is left to the network', () => {
  expect(answers.to(asked('notes', { mode: 'navigate' }))).toBeNull();
  expect(answers.to(asked('models/mouse-demo/unet.safetensors'))).toBeNull();
  expect(answers.to(asked('/elsewhere/assets/a-11.js'))).toBeNull();
  expect(answers.to(new Request(`${scope}assets/a-11.js`, { method: 'HEAD' }))).toBeNull();
  expect(
    answers.to(new Request(`${scope}assets/a-11.js`, { headers: { range: 'bytes=5-' } })),
  ).toBeNull();
});

test('onnxruntime’s files come from their cache, others from the network', async () => {
  const wasm = `${scope}assets/ort-1.wasm`;
  expect(await textOf(asked(wasm))).toBe('assets/ort-1.wasm');
  await (await caches.open(RUNTIME_CACHE)).put(wasm, new Response('kept'));
  server = null;
  expect(await textOf(asked(wasm))).toBe('kept');
  await expect(textOf(asked('assets/new-1.js'))).rejects.toThrow('Failed to fetch');
});

test('descriptions of packs are those of the server, and without a server the last ones', async () => {
  const list = asked('models/index.json');
  server = () => new Response('["one", "two words"]');
  await answers.storeDescriptions();
  expect(await textOf(asked('models/two%20words/pack.json'))).toBe('["one", "two words"]');
  server = () => new Response('["three"]');
  expect(await textOf(list)).toBe('["three"]');
  server = () => new Response('broken', { status: 503 });
  expect(await textOf(list)).toBe('["three"]');
  server = () => new Response('<html>', { headers: { 'content-type': 'text/html' } });
  await textOf(list);
  server = null;
  expect(await textOf(list)).toBe('["three"]');
  await expect(textOf(asked('models/four/pack.json'))).rejects.toThrow('Failed to fetch');
});

test('shared files wait in a cache, with their names', async () => {
  const form = new FormData();
  for (const name of ['쥐 1.jpg', 'b.ply']) form.append('files', new File([name], name));
  form.append('title', 'two files');
  const request = new Request(`${scope}share`, { method: 'POST', body: form });
  expect([isShare(request, scope), isShare(asked('share'), scope)]).toEqual([true, false]);
  const response = await takeShare(request, { caches, scope });
  expect([response.status, response.headers.get('location')]).toEqual([303, `${scope}?shared=2`]);
  const cache = await caches.open(`mouse-facelift shared ${scope}`);
  const stored = await Promise.all((await cache.keys()).map(({ url }) => cache.match(url)));
  const names = stored.map((each) => decodeURIComponent(each?.headers.get(FILE_NAME) ?? ''));
  expect(names).toEqual(['쥐 1.jpg', 'b.ply']);
  expect(await stored[1]?.text()).toBe('b.ply');
});

test('shared files that cannot be stored are said by the page, which opens', async () => {
  const full = new MemoryCaches();
  full.open = () => Promise.reject(new Error('full'));
  const body = new FormData();
  body.append('files', new File(['x'], 'a.jpg'));
  const request = new Request(`${scope}share`, { method: 'POST', body });
  const response = await takeShare(request, { caches: full, scope });
  expect([response.status, response.headers.get('location')]).toEqual([303, `${scope}?shared=0`]);
});
