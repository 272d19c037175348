import { describe, expect, it } from 'vitest';
import type { RgbaImage } from '../image/image.ts';
import { continuedBy, photoFrameOf, scaleFrame, isInFrame } from './photo-frame.ts';

/** A cut-out of 40 × 20 pixels that is opaque in some boxes (x, y, width, height). */
function cutout(...boxes: number[][]): RgbaImage {
  const data = new Uint8ClampedArray(4 * 40 * 20);
  for (const [x0, y0, w, h] of boxes)
    for (let y = y0; y < y0 + h; y++)
      for (let x = x0; x < x0 + w; x++) data[4 * (40 * y + x) + 3] = 255;
  return { width: 40, height: 20, data };
}

/** The cut-out covers x 10…90, y 30…70 of a picture of 100 pixels. */
const placement = { scale: 2, offsetX: 10, offsetY: 30 };
const frame = (...boxes: number[][]) => photoFrameOf(cutout(...boxes), placement, 100, true);
const open = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };

describe('photoFrameOf', () => {
  it('is null if the mouse ends within the photo, or touches an edge with only one pixel', () => {
    expect(frame([1, 1, 38, 18])).toBeNull();
    expect(frame([1, 1, 38, 18], [39, 5, 1, 1])).toBeNull();
  });

  it.each([
    ['left', [0, 5, 9, 2], { left: 0.1 }],
    ['right', [30, 5, 10, 2], { right: 0.9 }],
    ['top', [5, 0, 2, 9], { top: 0.3 }],
    ['bottom', [5, 10, 2, 10], { bottom: 0.7 }],
    ['bottom and right', [30, 10, 10, 10], { bottom: 0.7, right: 0.9 }],
  ])('has an edge where the mouse leaves the photo: %s', (_, box, edges) =>
    expect(frame(box)).toEqual({ ...open, ...edges }),
  );

  it('is null for a cut-out that was trimmed to its outline', () =>
    expect(frame([0, 5, 40, 2], [5, 0, 2, 20])).toBeNull());

  it('has all four edges for a close-up that a camera took', () =>
    expect(photoFrameOf(cutout([0, 0, 40, 20]), placement, 100, false)).toEqual({
      ...{ left: 0.1, top: 0.3, right: 0.9, bottom: 0.7 },
    }));
});

it('scaleFrame scales about the centre', () =>
  expect(scaleFrame({ ...open, left: 0.25, bottom: 0.75 }, 2)).toEqual({
    ...open,
    left: 0,
    bottom: 1,
  }));

it('continuedBy takes the pixels whose centre is beyond the frame from the other picture', () => {
  const of = (value: number) => ({
    width: 4,
    height: 2,
    data: new Uint8ClampedArray(32).fill(value),
  });
  const reds = (edges: object) => {
    const { data } = continuedBy(of(10), { ...open, ...edges }, of(200));
    return [...data.filter((_, i) => i % 4 === 0)];
  };
  expect(reds({})).toEqual(Array(8).fill(10));
  expect(reds({ right: 0.63 })).toEqual([10, 10, 10, 200, 10, 10, 10, 200]);
  expect(reds({ right: 0.62 })).toEqual([10, 10, 200, 200, 10, 10, 200, 200]);
  expect(reds({ top: 0.5 })).toEqual([200, 200, 200, 200, 10, 10, 10, 10]);
  expect(isInFrame({ ...open, top: 0.5 }, 0.1, 0.75)).toBe(true);
});
