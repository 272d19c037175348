import { expect, it } from 'vitest';
import { psnrOf, squaredError } from '../../core/metrics/squared-error.ts';
import { drawn } from '../../test/photos/drawn.ts';
import { pictureAtSize, type Intrinsics } from './at-size.ts';

const square = (width: number, more: Partial<Intrinsics> = {}): Intrinsics => ({
  ...{ width, height: width, fx: width, fy: width, cx: width / 2, cy: width / 2 },
  ...more,
});

/** A ramp of grey with a disc of 12 pixels as its mask. */
const isIn = (x: number, y: number) => Math.hypot(x - 31.5, y - 31.5) < 12;
const image = drawn(64, 64, (x, y) => 2 * x + y);
const cutout = drawn(64, 64, (x, y) => [2 * x + y, 2 * x + y, 2 * x + y, isIn(x, y) ? 255 : 0]);
const view = { image, cutout, camera: square(64) };

it('a view of the same size and place loses nothing', () => {
  // The cameras of a calibration are equal only up to rounding.
  const near = square(64, { fx: 64 * (1 - 1e-15), cx: 32 - 1e-14 });
  const { image: left, covered } = pictureAtSize(view, 64, near);
  expect(left.data).toEqual(image.data);
  expect(covered.every((is, i) => Boolean(is) === isIn(i % 64, Math.floor(i / 64)))).toBe(true);
});

it('a smaller view loses detail, not the ramp', () => {
  const mask = Uint8Array.from({ length: 64 * 64 }, (_, i) =>
    Number(isIn(i % 64, Math.floor(i / 64))),
  );
  const ramp = pictureAtSize(view, 16, square(64));
  expect(psnrOf(squaredError(image, ramp.image, mask))).toBeGreaterThan(45);
  const stripes = drawn(64, 64, (x) => (x % 2 ? 200 : 100));
  const lost = pictureAtSize({ ...view, image: stripes }, 16, square(64));
  // All that is left is the mean: the error is 50 of 255.
  expect(psnrOf(squaredError(stripes, lost.image, mask))).toBeCloseTo(20 * Math.log10(255 / 50), 1);
});

it('the picture is where the camera of the truth shows it, and white beyond the view', () => {
  // The true picture is wider, and its middle is elsewhere: 16 columns further right, 4 rows further down.
  const truth: Intrinsics = { width: 100, height: 80, fx: 64, fy: 64, cx: 48, cy: 36 };
  const { image: left, covered } = pictureAtSize(view, 64, truth);
  const at = (x: number, y: number) => left.data[4 * (100 * y + x)];
  expect(at(16 + 40, 4 + 20)).toBe(2 * 40 + 20);
  expect(at(10, 40)).toBe(255);
  expect(covered[100 * (4 + 31) + 16 + 31]).toBe(1);
  expect(covered[100 * (4 + 10) + 16 + 10]).toBe(0);
});
