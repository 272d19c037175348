import { shRestSize, type ShRest } from './gaussian-cloud.ts';
import { shBasis } from './spherical-harmonics.ts';

/**
 * The effect of a rotation of the world on the SH coefficients above degree 0, as a sparse matrix. New
 * coefficient k is a sum over the terms t = `ends[k − 1]` … `ends[k]` − 1. Term t is `factor[t]` times old
 * coefficient `from[t]`.
 */
interface ShRotation {
  readonly from: Uint8Array;
  readonly factor: Float64Array;
  readonly ends: Uint8Array;
}

/** Number of coefficients of bands (degrees) 1 to 3. */
const SIZE = 15;

/**
 * Number of Gaussians that are processed at a time, so that their coefficients stay in the processor's cache.
 */
const BLOCK = 128;

/** Tolerance for the rounding errors of the factors. */
const ROUNDING = 1e-12;

/**
 * Lebedev's quadrature of degree 7 on the sphere. It is exact for products of two functions of band 3. The
 * weights have the sum 1.
 */
function quadrature(): { direction: number[]; weight: number }[] {
  const weights = [0, 1 / 21, 4 / 105, 9 / 280];
  const points = [];
  for (let code = 0; code < 27; code++) {
    const direction = [(code % 3) - 1, (Math.trunc(code / 3) % 3) - 1, Math.trunc(code / 9) - 1];
    const corner = direction.filter((v) => v !== 0).length;
    if (corner > 0) points.push({ direction, weight: weights[corner] });
  }
  return points;
}

/**
 * The transformation of the coefficients for a world that is rotated by R = `matrix` (3×3, row-major). The
 * transformed Gaussian has in direction R·d the colour that the original Gaussian has in direction d. The
 * factors are ∫ B_from(d)·B_to(R·d) over the sphere, for the orthonormal basis B. Bands do not mix.
 */
export function shRotation(matrix: readonly number[]): ShRotation {
  const sums = new Float64Array(SIZE * SIZE);
  const before = new Float64Array(SIZE);
  const after = new Float64Array(SIZE);
  for (const { direction, weight } of quadrature()) {
    const [x, y, z] = direction;
    const turned = [0, 3, 6].map((r) => matrix[r] * x + matrix[r + 1] * y + matrix[r + 2] * z);
    shBasis(3, x, y, z, before);
    shBasis(3, turned[0], turned[1], turned[2], after);
    for (let to = 0; to < SIZE; to++)
      for (let from = 0; from < SIZE; from++)
        sums[SIZE * to + from] += 4 * Math.PI * weight * before[from] * after[to];
  }
  const terms: { from: number; factor: number }[] = [];
  const ends = new Uint8Array(SIZE);
  for (const degree of [1, 2, 3] as const) {
    const [first, end] = [degree ** 2 - 1, shRestSize(degree)];
    for (let to = first; to < end; to++) {
      for (let from = first; from < end; from++) {
        const factor = roundToHalves(sums[SIZE * to + from]);
        if (factor !== 0) terms.push({ from, factor });
      }
      ends[to] = terms.length;
    }
  }
  return {
    from: Uint8Array.from(terms, ({ from }) => from),
    factor: Float64Array.from(terms, ({ factor }) => factor),
    ends,
  };
}

/** Corrects rounding errors of factors that are multiples of ½, so that permutations are exact. */
const roundToHalves = (factor: number) => {
  const near = Math.round(2 * factor) / 2;
  return Math.abs(factor - near) < ROUNDING ? near : factor;
};

/**
 * Rotates the coefficients of `count` Gaussians in place. The coefficients of Gaussian i start at `data[first
 * + i·step]`, in the order of `ShRest.rest`.
 */
export function rotateSh(
  rotation: ShRotation,
  degree: ShRest['degree'],
  data: Float32Array,
  { first, step, count }: { first: number; step: number; count: number },
): void {
  const size = shRestSize(degree);
  const old = new Float32Array(size * BLOCK);
  const sum = new Float64Array(BLOCK);
  for (let i = 0; i < count; i += BLOCK)
    for (let channel = 0; channel < 3; channel++) {
      const start = first + i * step + channel * size;
      rotateBlock(
        rotation,
        size,
        data,
        { start, step, count: Math.min(BLOCK, count - i) },
        old,
        sum,
      );
    }
}

/** Rotates one channel of a block, coefficient by coefficient, so that the inner loops go over Gaussians. */
function rotateBlock(
  { from, factor, ends }: ShRotation,
  size: number,
  data: Float32Array,
  { start, step, count }: { start: number; step: number; count: number },
  old: Float32Array,
  sum: Float64Array,
): void {
  for (let i = 0, at = start; i < count; i++, at += step)
    for (let k = 0; k < size; k++) old[BLOCK * k + i] = data[at + k];
  for (let k = 0, t = 0; k < size; k++) {
    for (sum.fill(0); t < ends[k]; t++) {
      const [times, column] = [factor[t], BLOCK * from[t]];
      for (let i = 0; i < count; i++) sum[i] += times * old[column + i];
    }
    for (let i = 0, at = start + k; i < count; i++, at += step) data[at] = sum[i];
  }
}
