import { describe, expect, it } from 'vitest';
import { drawn, inEllipse, noise, type Colour } from '../../test/photos/drawn.ts';
import { withoutFrame } from './frame.ts';

const [WIDTH, HEIGHT] = [120, 90];
const WHOLE = { left: 0, top: 0, width: WIDTH, height: HEIGHT };

/** Bedding: noise of many levels. */
const cage = (x: number, y: number) => 80 + noise(x, y, 100);
/** A mouse on a plain bench. */
const bench = (x: number, y: number) => (inEllipse(x, y, [60, 45, 25, 15]) ? 40 : 215);

/** What `withoutFrame` cuts off: left, top, right, bottom. */
function cut(colour: (x: number, y: number) => Colour, width = WIDTH, height = HEIGHT) {
  const box = withoutFrame(drawn(width, height, colour), { ...WHOLE, width, height });
  return [box.left, box.top, width - box.left - box.width, height - box.top - box.height];
}

/** A photo in a frame of some pixels. */
const framed =
  (photo: (x: number, y: number) => Colour, pixels: number, frame: Colour) =>
  (x: number, y: number) =>
    Math.min(x, y, WIDTH - 1 - x, HEIGHT - 1 - y) < pixels ? frame : photo(x, y);

describe('frames are left out', () => {
  it.each([1, 2, 3, 8])('%i white pixels around a cage', (n) =>
    expect(cut(framed(cage, n, 255))).toEqual([n, n, n, n]),
  );
  it.each([1, 2, 8])('%i black pixels around a cage', (n) =>
    expect(cut(framed(cage, n, 0))).toEqual([n, n, n, n]),
  );
  it.each([1, 2, 8])('%i coloured pixels around a plain bench', (n) =>
    expect(cut(framed(bench, n, [200, 30, 30]))).toEqual([n, n, n, n]),
  );

  it('a frame that JPEG has made noisy', () => {
    const noisy = (x: number, y: number) =>
      Math.min(x, y, WIDTH - 1 - x, HEIGHT - 1 - y) < 3 ? 243 + noise(x, y, 12) : cage(x, y);
    expect(cut(noisy)).toEqual([3, 3, 3, 3]);
  });

  it('a frame with a few marks, for example of a scale', () => {
    const marked = framed((x, y) => cage(x, y), 4, 255);
    expect(cut((x, y) => (y < 4 && x % 60 === 7 ? 0 : marked(x, y)))).toEqual([4, 4, 4, 4]);
  });

  it('a blurred edge', () => {
    const mixed = (x: number, y: number) => {
      const depth = Math.min(x, y, WIDTH - 1 - x, HEIGHT - 1 - y);
      return depth < 3 ? 255 : depth === 3 ? 248 : cage(x, y) - 60;
    };
    expect(cut(mixed)).toEqual([4, 4, 4, 4]);
  });

  it('a frame within a frame within a frame', () => {
    const inner = framed(framed(framed(cage, 7, 0), 4, 255), 1, [0, 0, 200]);
    expect(cut(inner)).toEqual([7, 7, 7, 7]);
  });

  it('black bars above and below, and at both sides', () => {
    expect(cut((x, y) => (y < 12 || y >= HEIGHT - 12 ? 0 : cage(x, y)))).toEqual([0, 12, 0, 12]);
    expect(cut((x, y) => (x < 20 || x >= WIDTH - 25 ? 0 : cage(x, y)))).toEqual([20, 0, 25, 0]);
  });
});

describe('photos without a frame stay whole', () => {
  it.each<[string, (x: number, y: number) => Colour]>([
    ['a cage', cage],
    ['a mouse on a plain bench', bench],
    ['a mouse that reaches the border', (x, y) => (inEllipse(x, y, [60, 0, 50, 60]) ? 40 : 215)],
    ['a tall mouse on a plain bench', (x, y) => (inEllipse(x, y, [60, 45, 55, 44]) ? 40 : 215)],
    ['a gradient', (x) => 40 + x],
    ['a dark vignette', (x, y) => Math.min(255, 4 * Math.min(x, y, WIDTH - x, HEIGHT - y))],
    ['a dark floor', (x, y) => (y > 70 ? 20 : cage(x, y))],
    ['bars of different colours', (x, y) => (y < 12 ? 0 : y >= HEIGHT - 12 ? 255 : cage(x, y))],
    ['one colour', () => 130],
    ['a rectangular object', (x, y) => (x >= 40 && x < 80 && y >= 20 && y < 75 ? 60 : 215)],
    ['a mouse with straight flanks', (x, y) => (x >= 40 && x < 80 && y >= 20 ? 60 : 215)],
    ['bars that are most of the picture', (x, y) => (y < 40 || y >= 50 ? 0 : cage(x, y))],
  ])('%s', (_, photo) => expect(cut(photo)).toEqual([0, 0, 0, 0]));

  it.each([1, 2, 3])('a picture of %i pixels', (n) =>
    expect(cut(() => 9, n, n)).toEqual([0, 0, 0, 0]),
  );
});
