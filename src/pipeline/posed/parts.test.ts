import { describe, expect, it } from 'vitest';
import { drawn } from '../../test/photos/drawn.ts';
import { partsOf } from './parts.ts';

type Box = readonly [x: number, y: number, width: number, height: number];

/** A picture of 1200 × 900 pixels that is opaque in some boxes. */
const masked = (...boxes: Box[]) =>
  drawn(1200, 900, (x, y) => [
    ...[90, 90, 90],
    boxes.some(([left, top, w, h]) => x >= left && x < left + w && y >= top && y < top + h)
      ? 255
      : 0,
  ]);
const BODY: Box = [200, 300, 300, 150];
const opaque = ({ data }: ReturnType<typeof masked>) =>
  data.filter((value, i) => i % 4 === 3 && value > 0).length;

describe('partsOf', () => {
  it('measures a mask in pixels of the picture', () => {
    const { parts } = partsOf(masked(BODY));
    expect(parts).toEqual([
      {
        area: 45_000,
        middle: [350, 375],
        extent: { left: 200, top: 300, right: 500, bottom: 450 },
      },
    ]);
  });

  it('leaves out dust, wherever it is one pixel', () => {
    const picture = masked(BODY, [1199, 0, 1, 1], [3, 890, 2, 2]);
    const { parts, keep } = partsOf(picture);
    expect(parts).toHaveLength(1);
    keep([0]);
    expect(opaque(picture)).toBe(45_000);
  });

  it('keeps a tail that bars of the cage cut into pieces', () => {
    // Gaps of 30 pixels: a tenth of the mouse.
    const tail: Box[] = [
      [530, 380, 80, 12],
      [640, 380, 60, 12],
      [730, 380, 8, 12],
    ];
    const { parts } = partsOf(masked(BODY, ...tail));
    expect(parts).toHaveLength(1);
    expect(parts[0].extent.right).toBe(738);
  });

  it('another animal is another part, the largest is the first, and each can be kept', () => {
    const other: Box = [800, 300, 320, 160];
    const picture = masked(BODY, other);
    const { parts, keep } = partsOf(picture);
    expect(parts.map(({ middle }) => middle[0])).toEqual([960, 350]);
    keep([1]);
    expect(opaque(picture)).toBe(45_000);
  });

  it('an empty mask has no parts', () => expect(partsOf(masked()).parts).toEqual([]));
});
