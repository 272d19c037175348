import { expect, it } from 'vitest';
import { pack, unpack } from './packed.ts';

it('Blobs, typed arrays and numbers that JSON lacks come back as they were', async () => {
  const png = new Blob(['a picture'], { type: 'image/png' });
  const memory = Float32Array.of(9, 1.5, NaN, -0, 9);
  const value = {
    settings: [undefined, 4, -0, NaN, -Infinity, 'Infinity', null, true],
    views: [{ png, w2c: Float64Array.of(0.1, -Infinity, 1e-300) }, { empty: new Uint8Array(0) }],
    // A part of a larger memory: only this part is stored.
    part: memory.subarray(1, 4),
    levels: Uint8ClampedArray.of(0, 255),
    words: '가우시안',
    other: undefined,
  };
  const file = pack(value);
  const copy = (await unpack(file)) as typeof value;
  const [{ png: picture }] = copy.views as { png: Blob }[];
  expect(await picture.text()).toBe('a picture');
  expect(picture.type).toBe('image/png');
  const { other, ...rest } = value;
  expect(other).toBeUndefined();
  expect({ ...copy, views: [{ ...copy.views[0], png }, copy.views[1]] }).toStrictEqual(rest);
  // Not a hole: `every` and `Object.is` look at it.
  expect(Object.hasOwn(copy.settings, 0)).toBe(true);
  expect(Object.is(copy.settings[2], -0)).toBe(true);
});

it('a file that ends too early, and data that is not plain, are errors', async () => {
  const file = pack({ list: Float32Array.of(1, 2, 3) });
  await expect(unpack(file.slice(0, file.size - 1))).rejects.toThrow('ends too early');
  await expect(unpack(file.slice(0, 9))).rejects.toThrow();
  expect(() => pack({ map: new Map() })).toThrow('plain data');
});
