import { expect, it } from 'vitest';
import { pack, unpack } from './packed.ts';

it('Blobs, typed arrays and infinite numbers come back as they were', async () => {
  const [a, b] = [new Blob(['a']), new Blob(['b'])];
  const value = {
    views: [
      { png: a, w2c: Float64Array.of(0.1, -Infinity, 1e-300) },
      { png: b, psnr: Infinity, ssim: null },
      { empty: new Float64Array(0), words: 'Infinity', list: [1, [2]] },
    ],
    other: undefined,
  };
  const { text, blobs } = pack(value);
  expect(blobs).toEqual([a, b]);
  const copies = blobs.map((blob) => blob.slice());
  const { views } = value;
  expect(unpack(text, (index) => copies[index])).toStrictEqual({
    views: [{ ...views[0], png: copies[0] }, { ...views[1], png: copies[1] }, views[2]],
  });
  expect(await copies[1].text()).toBe('b');
});
