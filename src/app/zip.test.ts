import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { directoryEntry, endOfArchive, zipOf } from './zip.ts';

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

it('another reader finds every file with its bytes', async () => {
  const zip = await zipOf([
    { path: '생쥐/gaussians.ply', file: new Blob(['ply']) },
    { path: 'b/run.json', file: new Blob(['{}']), crc: null },
    { path: 'b/empty', file: new Blob([]) },
  ]);
  const files = unzipSync(await bytesOf(zip));
  expect(Object.keys(files)).toEqual(['생쥐/gaussians.ply', 'b/run.json', 'b/empty']);
  expect(Object.values(files).map(text)).toEqual(['ply', '{}', '']);
});

it('an archive with more files than fit into two bytes is ZIP64', async () => {
  const count = 70_000;
  const file = new Blob(['x']);
  const crc = 0x8cdc1683;
  const zip = await zipOf(Array.from({ length: count }, (_, i) => ({ path: `${i}`, file, crc })));
  const files = unzipSync(await bytesOf(zip));
  expect(Object.keys(files)).toHaveLength(count);
  expect(text(files['69999'])).toBe('x');
});

it('sizes and positions beyond 4 GiB are in fields of eight bytes', () => {
  const name = new TextEncoder().encode('a');
  const entry = { name, crc: 1, date: new Date(2026, 10, 30), bytes: 5e9, offset: 6e9 };
  const view = new DataView(directoryEntry(entry).buffer);
  expect(view.getUint32(20, true)).toBe(0xffffffff);
  expect(view.getUint32(42, true)).toBe(0xffffffff);
  expect([51, 59, 67].map((at) => Number(view.getBigUint64(at, true)))).toEqual([5e9, 5e9, 6e9]);
  const small = directoryEntry({ ...entry, bytes: 5, offset: 7 });
  expect(new DataView(small.buffer).getUint32(42, true)).toBe(7);
  expect(small).toHaveLength(46 + name.length);

  const end = new DataView(endOfArchive(3, 7e9, 100).buffer);
  expect(end.getUint32(0, true)).toBe(0x06064b50);
  expect(Number(end.getBigUint64(48, true))).toBe(7e9);
  expect(endOfArchive(3, 100, 100)).toHaveLength(22);
});

it('a wrong CRC is not hidden: it is that of the entry', async () => {
  const bytes = await bytesOf(await zipOf([{ path: 'a', file: new Blob(['x']), crc: 5 }]));
  expect(new DataView(bytes.buffer).getUint32(14, true)).toBe(5);
});
