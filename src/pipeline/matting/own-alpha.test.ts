import { describe, expect, it } from 'vitest';
import { drawn, inEllipse, noise } from '../../test/photos/drawn.ts';
import { hidesSomething, visibleFraction, withoutAlpha } from './own-alpha.ts';

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
  ])('%s', (_, hidden, expected) => expect(hidesSomething(picture(hidden))).toBe(expected));

  it('an opaque picture hides nothing', () =>
    expect(hidesSomething(drawn(9, 9, (x) => x))).toBe(false));
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
