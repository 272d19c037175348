import { describe, expect, it } from 'vitest';
import { drawn, inEllipse, noise, type Colour } from '../../test/photos/drawn.ts';
import { withoutWhiteBackground } from './white-holes.ts';

const SIZE = 120;
const BODY = [60, 60, 45, 30] as const;
const PATCH = [60, 60, 14, 9] as const;

/** A grey body with a patch, on a background. The patch has a soft edge: `rim` around `patch`. */
const mouse = (
  patch: (x: number, y: number) => Colour,
  rim: Colour,
  background: (x: number, y: number) => Colour = () => 255,
) =>
  drawn(SIZE, SIZE, (x, y) => {
    if (inEllipse(x, y, PATCH)) return patch(x, y);
    if (inEllipse(x, y, [60, 60, 20, 15])) return rim;
    return inEllipse(x, y, BODY) ? 110 : background(x, y);
  });
const holePixels = (image: ReturnType<typeof mouse>) => {
  const { data } = withoutWhiteBackground(image);
  let clear = 0;
  for (let y = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++)
      clear += Number(inEllipse(x, y, PATCH) && data[4 * (y * SIZE + x) + 3] === 0);
  return clear;
};
const area = Math.PI * PATCH[2] * PATCH[3];

describe('withoutWhiteBackground', () => {
  it('keeps white fur', () => expect(holePixels(mouse(() => 255, 240))).toBe(0));

  it('keeps white fur with a texture and a hard edge', () => {
    expect(holePixels(mouse((x, y) => 251 + noise(x, y, 4), 110))).toBe(0);
  });

  it('keeps a small highlight of dark fur', () => {
    const image = mouse(() => 110, 110);
    for (const at of [0, 1, 2])
      image.data.fill(255, 4 * (60 * SIZE + 60 + at), 4 * (60 * SIZE + 61 + at));
    const { data } = withoutWhiteBackground(image);
    expect(data[4 * (60 * SIZE + 61) + 3]).toBe(255);
  });

  it('shows the background through the loop of a tail', () => {
    expect(holePixels(mouse(() => 255, 110))).toBeGreaterThan(0.95 * area);
  });

  it('also if the background is not quite white', () => {
    const light = (x: number, y: number) => 252 + noise(x, y, 2);
    expect(holePixels(mouse(light, 110, light))).toBeGreaterThan(0.95 * area);
  });

  it('makes the background beyond the mouse transparent, and nothing else', () => {
    const { data } = withoutWhiteBackground(mouse(() => 110, 110));
    for (let y = 0; y < SIZE; y++)
      for (let x = 0; x < SIZE; x++)
        expect(data[4 * (y * SIZE + x) + 3]).toBe(inEllipse(x, y, BODY) ? 255 : 0);
  });
});
