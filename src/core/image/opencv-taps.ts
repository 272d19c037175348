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
 * The weights of the pixels around a position, in float32. Their sum is 1.
 *
 * Lanczos is sinc(d) · sinc(d/4) for the distance d. Its factor sin(πd) has the same size for all eight pixels and
 * alternating signs. So it is left out, and the sum is normalised.
 * @param fraction distance from the pixel at or before the position, 0…1
 */
export function weightsAt(kernel: OpenCvKernel, fraction: number): Float32Array {
  if (kernel === 'linear') return Float32Array.of(1 - fraction, fraction);
  if (fraction === 0) return Float32Array.of(0, 0, 0, 1, 0, 0, 0, 0);
  const values = Float32Array.from({ length: TAPS.lanczos4 }, (_, k) => {
    const angle = (fraction - FIRST_TAP.lanczos4 - k) * (Math.PI / 4);
    return ((k % 2 === 0 ? 1 : -1) * Math.sin(angle)) / angle ** 2;
  });
  const factor = Math.fround(1 / values.reduce((a, b) => Math.fround(a + b), 0));
  return values.map((value) => value * factor);
}
