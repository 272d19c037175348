import { expect, it } from 'vitest';
import type { RgbaImage } from '../image/image.ts';
import { errorPicture, writeHeat } from './error-picture.ts';

const heat = (value: number) => {
  const data = new Uint8ClampedArray(3);
  writeHeat(value, data, 0);
  return [...data];
};

it('the colours grow brighter, and are clamped', () => {
  const brightness = Array.from({ length: 33 }, (_, i) => {
    const [red, green, blue] = heat(i / 32);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
  expect(brightness.every((value, i) => i === 0 || value > brightness[i - 1])).toBe(true);
  expect([heat(-1), heat(1), heat(9)]).toEqual([heat(0), [252, 255, 164], [252, 255, 164]]);
});

it('shows the mean of the channels over 0.3 in the mask, and grey elsewhere', () => {
  const row = (...levels: number[]): RgbaImage => ({
    width: 3,
    height: 1,
    data: Uint8ClampedArray.from(levels),
  });
  const a = row(0, 0, 0, 255, 100, 100, 100, 255, 9, 9, 9, 255);
  // Differences of 76.67 on average, just above 0.3 · 255; of 0; and one outside the mask.
  const b = row(76, 77, 77, 0, 100, 100, 100, 0, 99, 99, 99, 0);
  const { data } = errorPicture(a, b, Uint8Array.of(1, 1, 0));
  const pixel = (p: number) => [...data.subarray(4 * p, 4 * p + 4)];
  expect(pixel(0)).toEqual([...heat(1), 255]);
  expect(pixel(1)).toEqual([...heat(0), 255]);
  expect(pixel(2)).toEqual([76, 76, 76, 255]);
});
