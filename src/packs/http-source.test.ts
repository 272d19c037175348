import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { faultServer, type Fault, type FaultServer } from '../test/web/fault-server.ts';
import { randomBytes as random } from '../test/web/random-bytes.ts';
import { MemoryBox } from '../test/web/memory-box.ts';
import { KeptFiles } from './download/kept-files.ts';
import { DownloadWatch, type DownloadNews } from './download/news.ts';
import type { Timing } from './download/timing.ts';
import { HttpPackSource } from './http-source.ts';
import { FileRecords } from './verify/records.ts';

/** Short waits between tries. No server of a test is so slow that its download stalls by accident. */
const timing: Timing = { stallMs: 60_000, reconnectMs: 120_000, delaysMs: [20, 40, 80, 160] };
const impatient: Timing = { ...timing, stallMs: 100, reconnectMs: 300 };

const NAME = 'unet.safetensors';
const content = random(700_000, 1);
const shaOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const listed = (bytes = content, name = NAME) => ({
  name,
  bytes: bytes.length,
  sha256: shaOf(bytes),
});

let server: FaultServer;
let news: (DownloadNews | null)[];
let downloads: MemoryBox;
let checked: MemoryBox;

beforeEach(async () => {
  server = await faultServer({ [NAME]: content, 'pack.json': Buffer.from('{}') });
  news = [];
  downloads = new MemoryBox();
  checked = new MemoryBox();
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server.close();
});

const source = (
  kept = false,
  times = timing,
  onNews: (item: DownloadNews | null) => void = () => undefined,
) =>
  new HttpPackSource(server.url, {
    watch: new DownloadWatch((item) => {
      news.push(item);
      onNews(item);
    }),
    timing: times,
    briefTiming: times,
    kept: kept ? new KeptFiles(downloads, new FileRecords(checked), server.url) : null,
  });

/** Comparing hashes is much faster than comparing arrays. */
const hashOf = async (blob: Blob) => shaOf(new Uint8Array(await blob.arrayBuffer()));
const right = shaOf(content);
const once =
  (fault: Fault): FaultServer['fault'] =>
  (name, count) =>
    name === NAME && count === 0 ? fault : undefined;
const faultsOf = (from: HttpPackSource) => from.incidents.map(({ fault }) => fault);

describe('a connection that is cut', () => {
  test('goes on at the byte that was reached, at 20 random bytes', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const cutAfter = Math.floor((random(4, seed)[3] / 256) * content.length);
      const before = server.requests.length;
      server.fault = (_, count) => (count === before ? { cutAfter } : undefined);
      const from = source();
      expect(await hashOf(await from.readListed(listed()))).toBe(right);
      const [first, second] = server.requests.slice(before);
      expect(first.range).toBeUndefined();
      const { atByte } = from.incidents[0];
      expect(atByte).toBeLessThanOrEqual(cutAfter);
      if (atByte > 0) {
        expect(second.range).toBe(`bytes=${atByte}-`);
        expect(second.ifRange).toMatch(/^"/);
      }
      expect(faultsOf(from)).toEqual(['connection']);
    }
  });

  test('is said, with the wait before the next try', async () => {
    server.fault = once({ cutAfter: 100_000 });
    await source().readListed(listed());
    expect(news).toEqual([
      { kind: 'waiting', file: NAME, delayMs: 20 },
      { kind: 'connecting', file: NAME },
      null,
    ]);
    expect(console.warn).toHaveBeenCalledWith(expect.stringContaining(NAME));
  });

  test('begins anew if the server knows no ranges', async () => {
    server.fault = (_, count) => ({ noRange: true, cutAfter: count === 0 ? 100_000 : undefined });
    expect(await hashOf(await source().readListed(listed()))).toBe(right);
  });

  test('begins anew if the file has changed in between', async () => {
    const other = random(content.length, 2);
    server.fault = (_, count) => (count === 0 ? { content: other, cutAfter: 300_000 } : undefined);
    const from = source();
    expect(await hashOf(await from.readListed(listed()))).toBe(right);
    expect(faultsOf(from)).toEqual(['connection']);
  });

  test('is noticed without a stated length, too', async () => {
    server.fault = once({ length: null, cutAfter: 200_000 });
    expect(await hashOf(await source().readListed(listed()))).toBe(right);
  });

  test('many times in a row: each part that arrives counts', async () => {
    server.fault = (_, count) => (count < 9 ? { cutAfter: 80_000 } : undefined);
    const from = source();
    expect(await hashOf(await from.readListed(listed()))).toBe(right);
    expect(server.requests.length).toBeGreaterThan(timing.delaysMs.length + 1);
  });
});

test('a server that is gone: the last try names the file, and a later run goes on', async () => {
  server.fault = (_, count) => (count < 5 ? { cutAfter: 0 } : undefined);
  const from = source();
  await expect(from.readListed(listed())).rejects.toMatchObject({
    code: 'download-failed',
    values: { file: NAME },
    message: expect.stringContaining('5 tries'),
  });
  expect(news.at(-1)).toBeNull();
  expect(news.flatMap((item) => (item?.kind === 'waiting' ? item.delayMs : []))).toEqual(
    timing.delaysMs,
  );
  expect(await hashOf(await from.readListed(listed()))).toBe(right);
});

test('what arrived before the last try failed is not fetched again', async () => {
  server.fault = (_, count) => ({ cutAfter: count === 0 ? 400_000 : count < 6 ? 0 : undefined });
  const from = source();
  await expect(from.readListed(listed())).rejects.toMatchObject({ code: 'download-failed' });
  await from.readListed(listed());
  expect(server.requests.at(-1)?.range).toBe(`bytes=${from.incidents[0].atByte}-`);
});

describe('a stall', () => {
  test('is said after stallMs, and after reconnectMs the connection is made anew', async () => {
    server.fault = once({ stallAfter: 300_000 });
    const from = source(false, impatient);
    expect(await hashOf(await from.readListed(listed()))).toBe(right);
    expect(news[0]).toEqual({ kind: 'stalled', file: NAME, quietMs: impatient.stallMs });
    expect(faultsOf(from)).toEqual(['stalled']);
    expect(server.requests[1].range).toMatch(/^bytes=[1-9]/);
  });

  test('ends at once when the user wants a new try', async () => {
    server.fault = once({ stallAfter: 300_000 });
    const watch = new DownloadWatch((item) => {
      if (item?.kind === 'stalled') setTimeout(() => watch.retryNow());
    });
    const patient = { ...impatient, reconnectMs: 3_600_000 };
    const from = new HttpPackSource(server.url, { watch, timing: patient });
    expect(await hashOf(await from.readListed(listed()))).toBe(right);
  });

  test('before the first byte of the answer counts, too', async () => {
    server.fault = once({ stallAfter: 0 });
    expect(await hashOf(await source(false, impatient).readListed(listed()))).toBe(right);
  });

  test('can be cancelled', async () => {
    server.fault = () => ({ stallAfter: 10_000 });
    const stop = new AbortController();
    const from = source(false, impatient, (item) => {
      if (item?.kind === 'stalled') stop.abort();
    });
    const reading = from.readListed(listed(), undefined, stop.signal);
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a wait', () => {
  test('can be cancelled', async () => {
    server.fault = () => ({ status: 503, headers: { 'Retry-After': '20' } });
    const stop = new AbortController();
    const from = source(false, timing, (item) => {
      if (item?.kind === 'waiting') stop.abort();
    });
    const reading = from.readListed(listed(), undefined, stop.signal);
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    expect(news).toContainEqual({ kind: 'waiting', file: NAME, delayMs: 20_000 });
  });
});

test.each([500, 503, 429])('HTTP %i is tried again', async (status) => {
  server.fault = once({ status });
  const from = source();
  expect(await hashOf(await from.readListed(listed()))).toBe(right);
  expect(faultsOf(from)).toEqual(['server-error']);
});

describe('is refused by name, with one request', () => {
  const cases: Record<string, [Fault, string, object?]> = {
    'a missing file': [{ status: 404 }, 'file-missing'],
    'the index page of an app': [{ headers: { 'Content-Type': 'text/html' } }, 'file-missing'],
    'an answer without permission': [{ status: 403 }, 'download-failed'],
    'a short file': [
      { content: content.subarray(0, 1000) },
      'file-size',
      { found: '1,000', expected: '700,000' },
    ],
    'a byte too much': [{ content: new Uint8Array([...content, 0]) }, 'file-size'],
    'an empty file': [{ content: new Uint8Array() }, 'file-size', { found: '0' }],
    'a length that is too small': [{ length: 5 }, 'file-size', { found: '5' }],
    'a length that is too large': [{ length: 800_000 }, 'file-size', { found: '800,000' }],
    'an endless body': [
      { content: random(3_000_000, 3), length: null },
      'file-size',
      { found: expect.stringMatching(/^≥ 7/) },
    ],
  };
  test.each(Object.entries(cases))('%s', async (_, [fault, code, values]) => {
    server.fault = () => fault;
    await expect(source().readListed(listed())).rejects.toMatchObject({
      code,
      values: { file: NAME, ...values },
    });
    expect(server.requests).toHaveLength(1);
  });
});

test('an encoding that is not the body’s ends in an error that names the file', async () => {
  server.fault = () => ({ headers: { 'Content-Encoding': 'gzip' } });
  await expect(source().readListed(listed())).rejects.toMatchObject({
    code: 'download-failed',
    values: { file: NAME },
  });
});

describe('a damaged file', () => {
  const damaged = content.slice();
  damaged[345_678] ^= 16;

  test('is fetched once more, which is reported', async () => {
    server.fault = once({ content: damaged });
    const from = source();
    expect(await hashOf(await from.readListed(listed()))).toBe(right);
    expect(faultsOf(from)).toEqual(['damaged']);
  });

  test('that stays damaged is refused by name; after its repair it alone is fetched', async () => {
    const from = source();
    const other = { ...listed(Buffer.from('{}')), name: 'pack.json' };
    await from.readListed(other);
    server.fault = (name) => (name === NAME ? { content: damaged } : undefined);
    await expect(from.readListed(listed())).rejects.toMatchObject({
      code: 'file-damaged',
      values: { file: NAME },
    });
    server.fault = () => undefined;
    expect(await hashOf(await from.readListed(listed()))).toBe(right);
    await from.readListed(other);
    expect(server.requests.filter(({ name }) => name === 'pack.json')).toHaveLength(1);
  });

  test('is noticed without Web Crypto (plain http)', async () => {
    vi.stubGlobal('crypto', {});
    server.fault = () => ({ content: damaged });
    await expect(source().readListed(listed())).rejects.toMatchObject({ code: 'file-damaged' });
    vi.unstubAllGlobals();
  });
});

describe('kept files', () => {
  test('a second visit needs no network', async () => {
    await source(true).readListed(listed());
    await server.close();
    expect(await hashOf(await source(true).readListed(listed()))).toBe(right);
  });

  test('a visit that was ended is continued by the next one', async () => {
    const stop = new AbortController();
    server.fault = once({ stallAfter: 300_000 });
    const stopLater = (bytes: number) => bytes > 200_000 && stop.abort();
    const reading = source(true).readListed(listed(), stopLater, stop.signal);
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    const [[, part]] = downloads.files;
    expect(part.length).toBeGreaterThan(0);
    expect(await source(true).missingBytes([listed()])).toBe(content.length - part.length);
    expect(await hashOf(await source(true).readListed(listed()))).toBe(right);
    expect(server.requests[1].range).toBe(`bytes=${part.length}-`);
    expect(downloads.busy.size).toBe(0);
  });

  test('a flipped bit anywhere is noticed, and this file alone is fetched again', async () => {
    await source(true).readListed(listed());
    const [name] = downloads.files.keys();
    for (const byte of [0, 8, 333_333, content.length - 1]) {
      downloads.flip(name, byte);
      const from = source(true);
      expect(await hashOf(await from.readListed(listed()))).toBe(right);
      expect(faultsOf(from)).toEqual(['copy-damaged']);
    }
    expect(server.requests).toHaveLength(5);
  });

  test('a damaged record only costs a check of the whole file', async () => {
    await source(true).readListed(listed());
    for (const name of checked.files.keys()) checked.flip(name, 60);
    const from = source(true);
    await from.readListed(listed());
    expect(from.incidents).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  test('a changed pack replaces the kept file', async () => {
    await source(true).readListed(listed());
    const changed = random(500_000, 5);
    server.fault = () => ({ content: changed });
    const from = source(true);
    const file = listed(changed);
    expect(await hashOf(await from.readListed(file))).toBe(file.sha256);
    await from.settled([file]);
    expect([...downloads.files.values()].map(({ length }) => length)).toEqual([500_000]);
  });

  test('a full storage, or one in use, only means that nothing is kept', async () => {
    downloads.quota = 200_000;
    expect(await hashOf(await source(true).readListed(listed()))).toBe(right);
    expect(downloads.files.size).toBe(0);
    downloads.free = 100;
    expect(await hashOf(await source(true).readListed(listed()))).toBe(right);
    expect(downloads.files.size).toBe(0);
    downloads.free = null;
    await downloads.append(`${server.url}#${shaOf(content)}`);
    expect(await hashOf(await source(true).readListed(listed()))).toBe(right);
  });
});

describe('pack.json', () => {
  test('is read, and tried again', async () => {
    server.fault = (_, count) => (count === 0 ? { status: 502 } : undefined);
    expect(await (await source().read('pack.json')).text()).toBe('{}');
  });

  test('that is missing is a missing pack', async () => {
    await expect(source().read('other.json')).rejects.toMatchObject({ code: 'pack-missing' });
  });
});
