import { describe, expect, it } from 'vitest';
import { inEllipse } from '../../test/photos/drawn.ts';
import { windowShape } from './shape.ts';

const [WIDTH, HEIGHT] = [120, 90];

const shape = (is: (x: number, y: number) => boolean) => {
  const alpha = Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) =>
    Number(is(i % WIDTH, Math.floor(i / WIDTH))),
  );
  return windowShape(alpha, WIDTH, HEIGHT)?.kind ?? null;
};

const within = (x: number, y: number, left: number, top: number, right: number, bottom: number) =>
  x >= left && x < right && y >= top && y < bottom;
/** A rectangle with round corners. */
const rounded = (x: number, y: number, radius: number) =>
  within(x, y, 10, 10, 110, 80) &&
  (within(x, y, 10 + radius, 10, 110 - radius, 80) ||
    within(x, y, 10, 10 + radius, 110, 80 - radius) ||
    [10 + radius, 110 - radius].some((cx) =>
      [10 + radius, 80 - radius].some((cy) => inEllipse(x, y, [cx, cy, radius, radius])),
    ));

describe('windowShape', () => {
  it.each<[string, string | null, (x: number, y: number) => boolean]>([
    ['a window', 'rectangle', (x, y) => within(x, y, 10, 10, 110, 80)],
    ['a window with round corners', 'rectangle', (x, y) => rounded(x, y, 12)],
    [
      'a window with a few holes',
      'rectangle',
      (x, y) => within(x, y, 9, 9, 110, 80) && (x * y) % 40 !== 1,
    ],
    ['the whole picture', 'rectangle', () => true],
    ['a round arena', 'ellipse', (x, y) => inEllipse(x, y, [60, 45, 40, 40])],
    ['an oval arena', 'ellipse', (x, y) => inEllipse(x, y, [60, 45, 58, 40])],
    ['a small window', null, (x, y) => within(x, y, 40, 30, 80, 60)],
    ['a small disc', null, (x, y) => inEllipse(x, y, [60, 45, 25, 25])],
    [
      'a large mouse',
      null,
      (x, y) => inEllipse(x, y, [60, 50, 50, 30]) || inEllipse(x, y, [100, 25, 15, 20]),
    ],
    [
      'a mouse with a tail',
      null,
      (x, y) => inEllipse(x, y, [70, 45, 45, 40]) || (y > 80 && x < 70),
    ],
    ['a turned window', null, (x, y) => Math.abs(x - 60) + 1.3 * Math.abs(y - 45) < 55],
    ['nothing', null, () => false],
  ])('%s', (_, kind, is) => expect(shape(is)).toBe(kind));
});
