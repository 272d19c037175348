import { describe, expect, test } from 'vitest';
import type { RgbaImage } from './image.ts';
import { compositeOnWhite, fromPlanar, toPlanar, withAlpha } from './pixels.ts';
import { axisTaps, placeOnWhite, resizePlanar, resizeRgba } from './resize.ts';

const plane = (width: number, height: number, value: (x: number, y: number) => number) => ({
  width,
  height,
  channels: 1,
  data: Float32Array.from({ length: width * height }, (_, i) =>
    value(i % width, Math.floor(i / width)),
  ),
});

const rgba = (width: number, height: number, ...pixels: number[]): RgbaImage => ({
  width,
  height,
  data: Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) => pixels[i % pixels.length]),
});

describe('planes', () => {
  test('shrinking averages the covered area, whole and fractional', () => {
    const halves = resizePlanar(
      plane(4, 2, (x, y) => x + 10 * y),
      2,
      1,
    );
    expect([...halves.data]).toEqual([5.5, 7.5]);
    const [first, second] = resizePlanar(
      plane(3, 1, (x) => 3 * x),
      2,
      1,
    ).data;
    expect(first).toBeCloseTo((0 + 0.5 * 3) / 1.5, 6);
    expect(second).toBeCloseTo((0.5 * 3 + 6) / 1.5, 6);
  });

  test.each([
    [1, 1],
    [1, 7],
    [2, 5],
    [3, 3],
    [5, 2],
    [7, 1],
    [513, 512],
    [511, 512],
    [1000, 37],
  ])('a constant stays constant from %i to %i pixels', (from, to) => {
    const { data } = resizePlanar(
      plane(from, 2, () => 0.7),
      to,
      3,
    );
    expect(data).toHaveLength(3 * to);
    for (const value of data) expect(value).toBeCloseTo(0.7, 6);
  });

  test('the same size changes nothing, and shrinking keeps the mean', () => {
    const noise = plane(31, 17, (x, y) => Math.sin(7 * x + 13 * y));
    expect([...resizePlanar(noise, 31, 17).data]).toEqual([...noise.data]);
    const mean = (data: Float32Array) => data.reduce((a, b) => a + b, 0) / data.length;
    expect(mean(resizePlanar(noise, 7, 4).data)).toBeCloseTo(mean(noise.data), 6);
  });

  test('enlarging a ramp gives a ramp', () => {
    const { data } = resizePlanar(
      plane(8, 1, (x) => x),
      32,
      1,
    );
    for (let i = 8; i < 24; i++) expect(data[i]).toBeCloseTo((i + 0.5) / 4 - 0.5, 5);
  });

  test('weights stay inside the input for any placement', () => {
    for (const [scale, offset] of [
      [0.01, -3],
      [1 / 3, 0.2],
      [0.999, 40],
      [1, 0.5],
      [9, -100],
    ]) {
      const { start, width, weights } = axisTaps(10, 50, scale, offset, 'zero');
      start.forEach((at) => expect(at >= 0 && at + width <= 10).toBe(true));
      expect(weights.every(Number.isFinite)).toBe(true);
    }
  });
});

describe('pixels with alpha', () => {
  test('colours of transparent pixels do not bleed into visible ones', () => {
    const image = rgba(2, 1, 255, 0, 0, 255, 0, 255, 0, 0);
    expect([...resizeRgba(image, 1, 1).data]).toEqual([255, 0, 0, 128]);
    expect([...placeOnWhite(image, { scale: 0.5, offsetX: 0, offsetY: 0 }, 1, 1).data]).toEqual([
      255, 191, 191, 255,
    ]);
  });

  test('placeOnWhite is white beyond the image', () => {
    const moved = placeOnWhite(
      rgba(2, 2, 0, 0, 0, 255),
      { scale: 1, offsetX: 1, offsetY: 1 },
      4,
      4,
    );
    const reds = Array.from({ length: 16 }, (_, i) => moved.data[4 * i]);
    expect(reds).toEqual([255, 255, 255, 255, 255, 0, 0, 255, 255, 0, 0, 255, 255, 255, 255, 255]);
  });

  test('compositing, and conversion to planes and back', () => {
    const white = compositeOnWhite(rgba(1, 1, 100, 0, 255, 51));
    expect([...white.data]).toEqual([224, 204, 255, 255]);
    for (const range of ['unit', 'signed'] as const)
      expect(fromPlanar(toPlanar(white, range), range)).toEqual(white);
    expect([...toPlanar(rgba(1, 1, 255, 0, 255, 9), 'signed').data]).toEqual([1, -1, 1]);
    expect([...withAlpha(white, new Float32Array([0.2])).data]).toEqual([224, 204, 255, 51]);
  });
});
