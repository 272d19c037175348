import { sinc } from './pillow-resize.ts';

/** How OpenCV interpolates: INTER_LANCZOS4, from 8 pixels, or INTER_LINEAR, from 2. */
export type OpenCvKernel = 'lanczos4' | 'linear';

/** Number of pixels along one axis from which a value is interpolated. */
export const TAPS: Readonly<Record<OpenCvKernel, number>> = { lanczos4: 8, linear: 2 };

/** The first pixel that counts, relative to the one at or before the position. */
export const FIRST_TAP: Readonly<Record<OpenCvKernel, number>> = { lanczos4: -3, linear: 0 };

/** The nearest integer. Of two that are equally near, the even one, as OpenCV's `cvRound`. */
export function roundEven(value: number): number {
  const up = Math.round(value);
  return up - value === 0.5 && up % 2 !== 0 ? up - 1 : up;
}

/**
 * The weights of the pixels around a position. Their sum is 1.
 * @param fraction distance from the pixel at or before the position, 0…1
 */
export function weightsAt(kernel: OpenCvKernel, fraction: number): number[] {
  if (kernel === 'linear') return [1 - fraction, fraction];
  const values = Array.from({ length: TAPS.lanczos4 }, (_, k) => {
    const distance = fraction - FIRST_TAP.lanczos4 - k;
    return sinc(distance) * sinc(distance / 4);
  });
  const sum = values.reduce((a, b) => a + b, 0);
  return values.map((value) => value / sum);
}
