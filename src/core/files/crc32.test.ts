import { crc32 as zlibCrc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { crc32, crcOf } from './crc32.ts';

it('is the check value of the standard', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});

it('of a large blob in pieces is that of zlib', async () => {
  const bytes = new Uint8Array(9 * 2 ** 20).map((_, i) => (i * 31) ^ (i >> 8));
  expect(await crcOf(new Blob([bytes]))).toBe(zlibCrc32(bytes));
});
