import { appendFile, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDiskBlob } from './disk-blob.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'disk-blob-'));
});
afterAll(() => rm(folder, { recursive: true }));

const file = async (name: string, content: Uint8Array) => {
  const filePath = path.join(folder, name);
  await writeFile(filePath, content);
  return filePath;
};

const bytes = Uint8Array.from({ length: 2 ** 21 + 77 }, (_, i) => (i * 31) >> 3);

describe('returns the same bytes as a Blob in memory', async () => {
  test.each([
    [],
    [3],
    [-5],
    [0, -1],
    [10, 20],
    [20, 10],
    [5, 1e12],
    [-1e12, 4],
    [2 ** 20 - 1, 2 ** 21 + 1],
  ])('slice(%s, %s)', async (...range) => {
    const disk = (await openDiskBlob(await file('a', bytes))).slice(...range);
    const memory = new Blob([bytes]).slice(...range);
    expect(disk.size).toBe(memory.size);
    const expected = Buffer.from(await memory.arrayBuffer());
    expect(expected.equals(Buffer.from(await disk.arrayBuffer()))).toBe(true);
    expect(expected.equals(Buffer.from(await new Response(disk.stream()).arrayBuffer()))).toBe(
      true,
    );
    const [twice, expectedTwice] = [disk.slice(2, 9), memory.slice(2, 9)];
    expect(await twice.arrayBuffer()).toEqual(await expectedTwice.arrayBuffer());
  });

  test('text, type, an empty file', async () => {
    const disk = await openDiskBlob(await file('t', Buffer.from('naïve')));
    expect(disk).toBeInstanceOf(Blob);
    expect(await disk.text()).toBe('naïve');
    expect(disk.slice(0, 2, 'Text/Plain').type).toBe('text/plain');
    const empty = await openDiskBlob(await file('e', new Uint8Array(0)));
    expect([empty.size, await empty.text(), await new Response(empty.stream()).text()]).toEqual([
      0,
      '',
      '',
    ]);
  });
});

test('reads beyond 2 and 4 GiB (a sparse file)', async () => {
  const filePath = path.join(folder, 'large');
  const handle = await open(filePath, 'w');
  const marks = [2 ** 31 - 2, 2 ** 32 - 2, 5e9];
  for (const mark of marks) await handle.write(Buffer.from('mark'), 0, 4, mark);
  await handle.close();
  const disk = await openDiskBlob(filePath);
  expect(disk.size).toBe(5e9 + 4);
  for (const mark of marks) expect(await disk.slice(mark, mark + 4).text()).toBe('mark');
  expect(await disk.slice(3e9).slice(2e9).text()).toBe('mark');
});

test('a file that was changed cannot be read', async () => {
  const filePath = await file('changed', bytes);
  const disk = await openDiskBlob(filePath);
  await appendFile(filePath, 'more');
  await expect(disk.slice(0, 4).arrayBuffer()).rejects.toMatchObject({ name: 'NotReadableError' });
});
