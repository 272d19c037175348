import { expect, it } from 'vitest';
import { edgeColours } from './edge-colours.ts';

const SIZE = 32;

/** The corrected grey values (0…255) of a cut-out of 32², by column and row. */
function correctedGrey(
  inside: (x: number, y: number) => boolean,
  grey: (x: number, y: number) => number,
) {
  const data = new Uint8ClampedArray(4 * SIZE * SIZE);
  const mask = new Float32Array(SIZE * SIZE);
  for (let at = 0; at < mask.length; at++) {
    const [x, y] = [at % SIZE, Math.floor(at / SIZE)];
    mask[at] = Number(inside(x, y));
    data.fill(grey(x, y), 4 * at, 4 * at + 3);
  }
  const colours = edgeColours({ width: SIZE, height: SIZE, data }, mask);
  return (x: number, y: number) => 255 * colours[3 * (y * SIZE + x)];
}

it('a rim that is mixed with a white or a black background gets the colour of the inside', () => {
  const inside = (x: number) => x >= 8 && x < 24;
  for (const background of [255, 0]) {
    const at = correctedGrey(inside, (x) => (x === 8 ? background : inside(x) ? 60 : background));
    expect(Math.abs(at(8, 15) - 60)).toBeLessThan(20);
    expect(at(9, 15)).toBeCloseTo(60, 3);
  }
});

it('colours inside do not change, not even in a pattern', () => {
  const at = correctedGrey(
    () => true,
    (x, y) => (x % 2 === y % 2 ? 20 : 240),
  );
  expect([at(10, 10), at(11, 10)].map(Math.round)).toEqual([20, 240]);
});

it('the colours of a thin tail come from its middle line', () => {
  const at = correctedGrey(
    (_, y) => y >= 14 && y < 17,
    (_, y) => (y === 15 ? 150 : 250),
  );
  expect(at(12, 15)).toBeCloseTo(150, 3);
  expect(Math.abs(at(12, 14) - 150)).toBeLessThan(16);
});
