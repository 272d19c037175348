import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { md5OfBlob } from './md5.ts';

// RFC 1321, appendix A.5.
it.each([
  ['', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
])('MD5 of %j', async (text, expected) => {
  expect(await md5OfBlob(new Blob([text]))).toBe(expected);
});

it('reads a file in pieces, and stops between them', async () => {
  const data = Uint8Array.from({ length: 9 * 2 ** 20 + 1 }, (_, i) => (i * i) % 251);
  const stop = new AbortController();
  let pieces = 0;
  const whole = await md5OfBlob(new Blob([data]), stop.signal, () => (pieces += 1));
  expect(whole).toBe(createHash('md5').update(data).digest('hex'));
  expect(pieces).toBe(3);
  const stopped = md5OfBlob(new Blob([data]), stop.signal, () => stop.abort(new Error('enough')));
  await expect(stopped).rejects.toThrow('enough');
});
