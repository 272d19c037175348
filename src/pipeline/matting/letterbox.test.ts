import { describe, expect, it } from 'vitest';
import { borderColour, fitSquare, letterboxed, withoutBars } from './letterbox.ts';

describe('fitSquare', () => {
  it.each([
    [400, 300, { left: 0, top: 32, width: 256, height: 192 }],
    [300, 400, { left: 32, top: 0, width: 192, height: 256 }],
    [100, 100, { left: 0, top: 0, width: 256, height: 256 }],
    [4096, 3, { left: 0, top: 127, width: 256, height: 1 }],
  ])('%d × %d', (width, height, box) => {
    expect(fitSquare(width, height, 256)).toEqual({ size: 256, ...box });
  });
});

describe('borderColour', () => {
  it('is the mean of the border, each corner counted once', () => {
    const data = new Uint8ClampedArray(4 * 9);
    for (let i = 0; i < 9; i++)
      data.set(i === 4 ? [255, 255, 255, 255] : [80, 8 * i, 0, 255], 4 * i);
    const [red, green, blue] = borderColour({ width: 3, height: 3, data });
    expect(red).toBe(80);
    expect(green).toBe(32);
    expect(blue).toBe(0);
  });
});

describe('withoutBars', () => {
  it.each([
    [32, 16],
    [16, 32],
  ])('returns the picture’s pixels without the bars: %d × %d', (width, height) => {
    const box = fitSquare(width, height, 16);
    const plane = new Float32Array(256).fill(-9);
    for (let y = 0; y < box.height; y++)
      for (let x = 0; x < box.width; x++)
        plane[(box.top + y) * 16 + box.left + x] = y * box.width + x;
    expect([...withoutBars(plane, box)]).toEqual(Array.from({ length: 128 }, (_, i) => i));
  });
});

it('letterboxed centres the picture between bars of its border’s colour', () => {
  const data = new Uint8ClampedArray(4 * 32).fill(255);
  for (let i = 0; i < 32; i++) data[4 * i] = 51;
  const { data: planes, ...shape } = letterboxed({ width: 8, height: 4, data }, 8);
  expect(shape).toEqual({ width: 8, height: 8, channels: 3 });
  planes.forEach((value, i) => expect(value).toBeCloseTo(i < 64 ? -0.6 : 1));
  data.fill(0, 4 * 10, 4 * 10 + 3);
  const dot = letterboxed({ width: 8, height: 4, data }, 8).data;
  expect([...dot.keys()].filter((i) => i >= 128 && dot[i] < 0)).toEqual([128 + (2 + 1) * 8 + 2]);
});
