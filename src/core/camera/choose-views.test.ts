import { expect, test } from 'vitest';
import { orbitCamera } from './orbit.ts';
import { chooseViews } from './choose-views.ts';

const ring = (azimuths: number[]) => azimuths.map((a) => orbitCamera(a, 0, 2.7, 50, 64));

/** Front, front right, right, back, left, front left. */
const FACELIFT = ring([270, 225, 180, 90, 0, 315]);

test.each([
  [1, [0]],
  [2, [0, 3]],
  [3, [0, 2, 3]],
  [4, [0, 2, 3, 4]],
  [5, [0, 1, 2, 3, 4]],
  [6, [0, 1, 2, 3, 4, 5]],
  [9, [0, 1, 2, 3, 4, 5]],
])('%i of FaceLift’s six views', (count, views) => {
  expect(chooseViews(FACELIFT, count)).toEqual(views);
});

test('three views of an even ring are 120° apart', () => {
  expect(chooseViews(ring([270, 330, 30, 90, 150, 210]), 3)).toHaveLength(3);
  expect(chooseViews(ring([0, 120, 240]), 3)).toEqual([0, 1, 2]);
});
