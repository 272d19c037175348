import { describe, expect, it } from 'vitest';
import type { PlanarImage, RgbaImage } from '../../core/image/image.ts';
import { drawn, inEllipse, noise } from '../../test/photos/drawn.ts';
import { hidesSomething, isCutout, visibleFraction, withoutAlpha } from './own-alpha.ts';

const isMouse = (x: number, y: number) => inEllipse(x, y, [50, 40, 25, 15]);
const picture = (
  hidden: (x: number, y: number) => number,
  alpha = (x: number, y: number) => 255 * Number(isMouse(x, y)),
) =>
  drawn(100, 80, (x, y) => {
    const level = isMouse(x, y) ? 60 : hidden(x, y);
    return [level, level, level, alpha(x, y)];
  });

describe('hidesSomething', () => {
  it.each<[string, (x: number, y: number) => number, boolean]>([
    ['a hidden background', (x, y) => noise(x, y, 200), true],
    ['black behind the cut-out', () => 0, false],
    ['white behind the cut-out', () => 255, false],
    ['a rim of other colours', (x, y) => (inEllipse(x, y, [50, 40, 28, 18]) ? 90 : 0), false],
    ['a timestamp on black', (x, y) => (y < 10 ? noise(x, y, 200) : 0), false],
    ['black with a third of a background', (x, y) => (y < 24 ? noise(x, y, 200) : 0), true],
  ])('%s', (_, hidden, expected) => expect(hidesSomething(picture(hidden))).toBe(expected));

  it('an opaque picture hides nothing', () =>
    expect(hidesSomething(drawn(9, 9, (x) => x))).toBe(false));
});

describe('isCutout', () => {
  /** A network of 64² that finds what is dark, within an ellipse that is `scale` times as large as the mouse. */
  const network = (scale: number) => {
    const sides: number[] = [];
    const squareMask = ({ width, height, data }: PlanarImage) => {
      sides.push(width);
      // The square is 1.5 times as wide as the mouse.
      const radius = (scale * width) / 3;
      const mask = Float32Array.from({ length: width * height }, (_, i) =>
        Number(
          data[i] < 0 &&
            inEllipse(i % width, Math.floor(i / width), [
              width / 2,
              height / 2,
              radius,
              0.6 * radius,
            ]),
        ),
      );
      return Promise.resolve({ width, height, channels: 1, data: mask });
    };
    return { size: 64, sizeStep: 8, squareMask, sides };
  };
  const cutout = picture(() => 0);
  const window = picture(
    () => 200,
    (x, y) => 255 * Number(x > 5 && x < 95 && y > 5 && y < 75),
  );

  it.each<[string, RgbaImage, number, boolean]>([
    ['a network that sees the mouse', cutout, 1, true],
    ['a network that sees nine tenths of the mouse', cutout, 0.96, true],
    ['a network that sees two thirds of the mouse', cutout, 0.82, false],
    ['a network that sees nothing', cutout, 0, false],
    ['a window around the mouse', window, 1, false],
  ])('%s', async (_, image, scale, expected) =>
    expect(await isCutout(image, network(scale))).toBe(expected),
  );

  it('the network is run once', async () => {
    const { sides, ...once } = network(1);
    await isCutout(cutout, once);
    expect(sides).toEqual([64]);
  });
});

describe('withoutAlpha', () => {
  it('shows what transparency hides', () => {
    const { data } = withoutAlpha(picture((x, y) => noise(x, y, 200)));
    expect([data[0], data[3]]).toEqual([noise(0, 0, 200), 255]);
  });

  it.each([
    ['dark', 60, 230],
    ['bright', 200, 40],
  ])('a %s mouse gets another background', (_, level, behind) => {
    const image = drawn(100, 80, (x, y) => (isMouse(x, y) ? level : [0, 0, 0, 0]));
    const { data } = withoutAlpha(image);
    expect([data[0], data[3], data[4 * (40 * 100 + 50)]]).toEqual([behind, 255, level]);
  });
});

it('visibleFraction', () => {
  const image = picture(() => 0);
  const mask = (is: (x: number, y: number) => boolean) =>
    Float32Array.from({ length: 8000 }, (_, i) => Number(is(i % 100, Math.floor(i / 100))));
  expect(visibleFraction(image, mask(isMouse))).toBe(1);
  expect(
    visibleFraction(
      image,
      mask((x, y) => !isMouse(x, y)),
    ),
  ).toBe(0);
  expect(
    visibleFraction(
      image,
      mask((x, y) => isMouse(x, y) || (x < 10 && y < 10)),
    ),
  ).toBeCloseTo(0.92, 1);
  expect(
    visibleFraction(
      image,
      mask(() => false),
    ),
  ).toBe(1);
});
