import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, serving } from './server/ask.ts';
import { HEADERS } from './server/headers.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'serve-test-'));
const weights = Buffer.from(Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919) % 251));
const script = Buffer.from('export const mouse = "🐁";\n'.repeat(100));
const page = '<!doctype html><title>Test</title>';
let port = 0;

beforeAll(async () => {
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(path.join(folder, 'index.html'), page);
  writeFileSync(path.join(folder, 'assets/a b.mjs'), script);
  writeFileSync(path.join(folder, 'weights.safetensors'), weights);
  writeFileSync(path.join(folder, '.secret'), 'secret');
  writeFileSync(`${folder}-outside.txt`, 'outside');
  port = await serving(folder);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(`${folder}-outside.txt`);
});

const WEIGHTS = '/weights.safetensors';
const SCRIPT = '/assets/a%20b.mjs';

test('every answer has all headers', async () => {
  const expected = Object.fromEntries(
    Object.entries(HEADERS).map(([name, value]) => [name.toLowerCase(), value]),
  );
  for (const [name, status] of Object.entries({ '/': 200, [SCRIPT]: 200, '/none': 404 }))
    expect(await ask(port, name)).toMatchObject({ status, headers: expected });
});

test('the page and hashed files say how long they may be kept', async () => {
  const root = await ask(port, '/');
  expect(root.body.toString()).toBe(page);
  expect(root.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(root.headers['cache-control']).toBe('no-cache');
  const { headers } = await ask(port, SCRIPT);
  expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
});

test.each([
  ['/../serve-test-outside.txt', 404],
  ['/..%2fserve-test-outside.txt', 403],
  ['/%2e%2e/%2e%2e/etc/passwd', 404],
  ['/..%5c..%5cetc/passwd', 403],
  ['//etc/passwd', 404],
  ['/assets', 404],
  ['/assets/', 404],
  ['/.secret', 404],
  ['/index%00.html', 400],
  ['/%zz', 400],
])('%s is refused with %i', async (name, status) => {
  const sibling = path.basename(folder);
  const answer = await ask(port, name.replace('serve-test', sibling));
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
  expect(answer.headers['cache-control']).toBeUndefined();
});

test('other methods are refused', async () => {
  const answer = await ask(port, '/', {}, 'POST');
  expect(answer.status).toBe(405);
  expect(answer.headers.allow).toBe('GET, HEAD');
});

describe('ranges', () => {
  test.each([
    ['bytes=0-9', 0, 10],
    ['bytes=100-', 100, 4000],
    ['bytes=-50', 3950, 4000],
    ['bytes=3990-9999', 3990, 4000],
    ['bytes=0-9,5-19', 0, 20],
  ])('%s gives bytes %i to %i', async (range, start, end) => {
    const { status, headers, body } = await ask(port, WEIGHTS, { range });
    expect(status).toBe(206);
    expect(headers['content-range']).toBe(`bytes ${start}-${end - 1}/4000`);
    expect(headers['content-length']).toBe(String(end - start));
    expect(body).toEqual(weights.subarray(start, end));
  });

  test.each(['bytes=4000-', 'bytes=5000-6000', 'bytes=-0'])('%s is outside', async (range) => {
    const { status, headers } = await ask(port, WEIGHTS, { range });
    expect(status).toBe(416);
    expect(headers['content-range']).toBe('bytes */4000');
  });

  test.each(['bytes=x', 'rows=0-9', 'bytes=0-9,100-109'])('%s is ignored', async (range) => {
    const { status, headers, body } = await ask(port, WEIGHTS, { range });
    expect(status).toBe(200);
    expect(headers['content-range']).toBeUndefined();
    expect(body).toEqual(weights);
  });

  test('a download goes on only if the file is still the same', async () => {
    const { headers } = await ask(port, WEIGHTS, { range: 'bytes=0-1999' });
    const rest = { range: 'bytes=2000-', 'if-range': headers.etag };
    expect((await ask(port, WEIGHTS, rest)).status).toBe(206);
    const other = await ask(port, WEIGHTS, { ...rest, 'if-range': '"other"' });
    expect(other.status).toBe(200);
    expect(other.body).toEqual(weights);
  });

  test('HEAD has the headers of GET and no body', async () => {
    const { status, headers, body } = await ask(port, WEIGHTS, {}, 'HEAD');
    expect(status).toBe(200);
    expect(headers['accept-ranges']).toBe('bytes');
    expect(headers['content-length']).toBe('4000');
    expect(body).toHaveLength(0);
  });
});

test('the tag changes with the content, even if size and time stay the same', async () => {
  const file = path.join(folder, 'changing.bin');
  writeFileSync(file, 'first');
  const { atime, mtime } = statSync(file);
  const before = (await ask(port, '/changing.bin')).headers.etag;
  expect(before).toMatch(/^"[^"]+"$/);
  const same = await ask(port, '/changing.bin', { 'if-none-match': before });
  expect([same.status, same.body.length]).toEqual([304, 0]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  writeFileSync(file, 'other');
  utimesSync(file, atime, mtime);
  const after = await ask(port, '/changing.bin', { 'if-none-match': before });
  expect([after.status, after.body.toString()]).toEqual([200, 'other']);
});

describe('compression', () => {
  test.each([
    ['br', 'br', brotliDecompressSync],
    ['gzip, deflate', 'gzip', gunzipSync],
    ['gzip;q=0.9, br;q=0.1', 'br', brotliDecompressSync],
    ['gzip, BR;q=0', 'gzip', gunzipSync],
  ] as const)('%s gives %s', async (accepted, encoding, decompress) => {
    const headers = { 'accept-encoding': accepted };
    const answer = await ask(port, SCRIPT, headers);
    expect(answer.headers['content-encoding']).toBe(encoding);
    expect(answer.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(answer.headers['content-length']).toBe(String(answer.body.length));
    expect(answer.headers.vary).toBe('Accept-Encoding');
    expect(answer.body.length).toBeLessThan(script.length / 10);
    expect(decompress(answer.body)).toEqual(script);
    const head = await ask(port, SCRIPT, headers, 'HEAD');
    expect({ ...head.headers, date: '' }).toEqual({ ...answer.headers, date: '' });
    expect(head.body).toHaveLength(0);
    const again = await ask(port, SCRIPT, { ...headers, 'if-none-match': answer.headers.etag });
    expect(again.status).toBe(304);
  });

  test('the plain form has a tag of its own', async () => {
    const plain = await ask(port, SCRIPT);
    const packed = await ask(port, SCRIPT, { 'accept-encoding': 'br' });
    expect(plain.body).toEqual(script);
    expect(plain.headers.vary).toBe('Accept-Encoding');
    expect(plain.headers.etag).not.toBe(packed.headers.etag);
  });

  test('a range is a range of the plain form', async () => {
    const range = { range: 'bytes=0-9', 'accept-encoding': 'br' };
    const { status, headers, body } = await ask(port, SCRIPT, range);
    expect(status).toBe(206);
    expect(headers['content-encoding']).toBeUndefined();
    expect(body).toEqual(script.subarray(0, 10));
    const packed = await ask(port, SCRIPT, { 'accept-encoding': 'br' });
    const resumed = await ask(port, SCRIPT, { ...range, 'if-range': packed.headers.etag });
    expect([resumed.status, resumed.body]).toEqual([200, script]);
  });

  test('weights and small files stay as they are', async () => {
    const accepted = { 'accept-encoding': 'gzip, br' };
    for (const name of [WEIGHTS, '/'])
      expect((await ask(port, name, accepted)).headers['content-encoding']).toBeUndefined();
  });

  test('a changed file is compressed again', async () => {
    const file = path.join(folder, 'changing.js');
    for (const text of ['// one\n'.repeat(500), '// two\n'.repeat(500)]) {
      writeFileSync(file, text);
      const { body } = await ask(port, '/changing.js', { 'accept-encoding': 'br' });
      expect(brotliDecompressSync(body).toString()).toBe(text);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
});

describe('names of the server', () => {
  test.each(['localhost', 'localhost:8080', 'LOCALHOST', '127.0.0.1:1', '[::1]:1', '10.1.2.3'])(
    'answers for %s',
    async (host) => {
      expect((await ask(port, '/', { host })).status).toBe(200);
    },
  );

  test.each(['evil.example', 'localhost.evil.example', 'evil.example:4173', '[x]', 'a@b'])(
    'does not answer for “%s”',
    async (host) => {
      const { status, body } = await ask(port, '/', { host });
      expect(status).toBe(421);
      expect(body.toString()).toBe(`This server does not answer for the host “${host}”.\n`);
    },
  );

  test('answers for the names that it was given', async () => {
    const named = await serving(folder, { hosts: ['Mouse.Lab'] });
    expect((await ask(named, '/', { host: 'mouse.lab:80' })).status).toBe(200);
    expect((await ask(named, '/', { host: 'rat.lab' })).status).toBe(421);
  });
});

const DESCRIPTORS = '/proc/self/fd';
test.skipIf(process.platform !== 'linux')(
  '300 downloads that the client breaks off leave no file open',
  async () => {
    writeFileSync(path.join(folder, 'large.bin'), Buffer.alloc(16 * 2 ** 20));
    const open = () => readdirSync(DESCRIPTORS).length;
    const breakOff = () =>
      new Promise<void>((resolve, reject) => {
        const options = { host: '127.0.0.1', port, path: '/large.bin', agent: false };
        http
          .get(options, (response) =>
            response.once('data', () => response.destroy()).once('close', resolve),
          )
          .on('error', reject);
      });
    await breakOff();
    const before = open();
    for (let i = 0; i < 30; i++) await Promise.all(Array.from({ length: 10 }, breakOff));
    await expect.poll(open, { timeout: 30_000 }).toBeLessThanOrEqual(before);
  },
);
