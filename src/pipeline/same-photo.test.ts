import { expect, it } from 'vitest';
import { samePhoto } from './same-photo.ts';

/** A file of 20 MB whose byte at `at` is 1. It has more than one piece. */
const file = (at: number, fileName = 'a.tif', size = 20e6) => {
  const bytes = new Uint8Array(size);
  if (at >= 0) bytes[at] = 1;
  return { file: new Blob([bytes]), fileName };
};

it.each([
  ['the same bytes', file(-1), true],
  ['another first byte', file(0), false],
  ['another last byte', file(20e6 - 1), false],
  ['another name', file(-1, 'b.tif'), false],
  ['another size', file(-1, 'a.tif', 21e6), false],
])('%s', async (_, next, same) => {
  const former = file(-1);
  expect(await samePhoto(former, next)).toBe(same ? former : next);
});

it('a file is never read whole', async () => {
  const next = file(-1);
  next.file.arrayBuffer = () => Promise.reject(new Error('read whole'));
  await expect(samePhoto(file(-1), next)).resolves.toBeDefined();
});
