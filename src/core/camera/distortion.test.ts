import { describe, expect, it } from 'vitest';
import { distort, isOneToOne, undistort } from './distortion.ts';

/**
 * Recorded with OpenCV 5.0.0:
 *     cv2.projectPoints([(x, y, 1)], np.zeros(3), np.zeros(3), np.eye(3), coefficients)
 *     cv2.undistortPoints([[(x, y)]], np.eye(3), coefficients, criteria=(3, 1000, 1e-15))
 */
const LENSES: [
  name: string,
  coefficients: number[],
  distorted: number[][],
  undistorted: number[][],
][] = [
  [
    'five coefficients, as DANNCE has them',
    [-0.16, 0.94, -0.0011, -0.0038, -2.7],
    [
      [0.3, -0.2, 0.29570022999999995, -0.19760582],
      [-0.45, 0.35, -0.431998203125, 0.334680546875],
      [0.1, 0.6, 0.09165829, 0.5579787399999999],
    ],
    [
      [0.25, -0.15, 0.25290115645638084, -0.15144397482812172],
      [-0.3, 0.28, -0.30291498915426057, 0.2835301028246795],
    ],
  ],
  [
    'four coefficients',
    [-0.35, 0.12, 0.001, -0.002],
    [
      [0.3, -0.2, 0.2862184, -0.19085560000000004],
      [-0.45, 0.35, -0.40629125000000005, 0.31582375],
      [0.1, 0.6, 0.08803280000000001, 0.5330068],
    ],
    [
      [0.25, -0.15, 0.2584941879677577, -0.1550777352787902],
      [-0.3, 0.28, -0.31888289818431514, 0.29779963414301897],
    ],
  ],
  [
    'the rational model, eight coefficients',
    [0.4, -0.2, 0.0015, -0.0007, 0.05, 0.6, -0.1, 0.02],
    [
      [0.3, -0.2, 0.29190364879959463, -0.1944680991997298],
      [-0.45, 0.35, -0.42268292255518064, 0.3290639397651405],
      [0.1, 0.6, 0.09278149211462156, 0.5587979526877294],
    ],
    [
      [0.25, -0.15, 0.2547272375502539, -0.1529334578175704],
      [-0.3, 0.28, -0.31046156131720265, 0.28960611683381016],
    ],
  ],
];

describe.each(LENSES)('%s', (_, coefficients, distorted, undistorted) => {
  it('distorts as OpenCV does', () => {
    for (const [x, y, ...wanted] of distorted) {
      const [u, v] = distort(coefficients, x, y);
      expect(Math.hypot(u - wanted[0], v - wanted[1])).toBeLessThan(1e-14);
    }
    expect(distort(coefficients, 0, 0)).toEqual([0, 0]);
  });

  it('undistorts as OpenCV does', () => {
    for (const [x, y, ...wanted] of undistorted) {
      const [u, v] = undistort(coefficients, x, y) ?? [NaN, NaN];
      expect(Math.hypot(u - wanted[0], v - wanted[1])).toBeLessThan(1e-11);
    }
  });

  it('undistorts what it has distorted', () => {
    for (let x = -0.5; x <= 0.5; x += 0.1)
      for (let y = -0.4; y <= 0.4; y += 0.1) {
        const [u, v] = undistort(coefficients, ...distort(coefficients, x, y)) ?? [NaN, NaN];
        expect(Math.hypot(u - x, v - y)).toBeLessThan(1e-11);
      }
  });
});

it('a lens without coefficients changes nothing', () => {
  expect(distort([], 0.3, -0.4)).toEqual([0.3, -0.4]);
  expect(undistort([], 0.3, -0.4)).toEqual([0.3, -0.4]);
});

describe('a lens whose model folds back', () => {
  // r(1 − r²/3) grows until r = 1, where it is 2/3.
  const barrel = [-1 / 3];

  it('is one-to-one up to the fold', () => {
    expect(isOneToOne(barrel, 0.99, 0)).toBe(true);
    expect(isOneToOne(barrel, 0, -1.01)).toBe(false);
    expect(isOneToOne(barrel, 3, 0)).toBe(false);
  });

  it('is undistorted to the point before the fold', () => {
    // r(1 − r²/3) = 0.66 also has the solutions 1.08… and −2.
    const [x, y] = undistort(barrel, 0.66, 0) ?? [];
    expect(x).toBeGreaterThan(0.9);
    expect(x).toBeLessThan(1);
    expect(y).toBe(0);
  });

  it.each([0.67, 0.7, 2, 1e3, 1e300, NaN, Infinity])('draws nothing at %d', (x) => {
    expect(undistort(barrel, x, 0)).toBeNull();
    expect(undistort(barrel, 0, -x)).toBeNull();
  });

  it('has a pole, beyond which it is upside down', () => {
    const pole = [0, 0, 0, 0, 0, -1];
    expect(isOneToOne(pole, 0.9, 0)).toBe(true);
    expect(isOneToOne(pole, 1.5, 0)).toBe(false);
    const [x] = undistort(pole, 5, 0) ?? [];
    expect(x).toBeCloseTo((Math.sqrt(101) - 1) / 10, 10);
  });
});
