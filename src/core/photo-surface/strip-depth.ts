import { depthAt, type DepthMap } from './depth-map.ts';
import type { Strip } from './strips.ts';
import {
  STRIP_CURVE_DEGREE,
  STRIP_CURVE_FITS,
  STRIP_MIN_DEPTHS,
  STRIP_OUTLIER,
} from './thresholds.ts';

/** Depths of the pixels of a photo. */
export interface Surface extends DepthMap {
  /** size² values: 1 where the depth comes from a strip's curve, else 0. */
  strip: Uint8Array;
}

/**
 * Depths of the pixels of a photo's mask, interpolated from the reconstructor's coarser depths. The depths of
 * each tail and leg are then replaced by one curve. A strip is only a few coarse pixels wide, so its
 * interpolated depths are inaccurate. A tail whose depth jumps would appear broken from the side.
 * @param mask 1 inside, 0 outside, size²
 * @param coarse depths at the size of the reconstructor's views
 * @param size side of the photo, pixels
 * @param strips of the mask; empty to use the coarse depths everywhere
 */
export function surfaceOfMask(
  mask: Float32Array,
  coarse: DepthMap,
  size: number,
  strips: readonly Strip[],
): Surface {
  const step = coarse.size / size;
  const middle = (index: number) => step * (index + 0.5);
  const z = mask.map((inside, at) =>
    inside > 0 ? depthAt(coarse, middle(at % size), middle(Math.floor(at / size))) : 0,
  );
  const strip = new Uint8Array(mask.length);
  for (const one of strips) {
    const curve = curveOf(one, z);
    if (!curve) continue;
    for (const [at, distance] of one.distances) {
      z[at] = curve(distance / one.length);
      strip[at] = 1;
    }
  }
  return { size, z, strip };
}

/**
 * Depth as a polynomial of the relative distance along a strip, 0…1. The polynomial is fitted by iteratively
 * reweighted least squares, so that outliers hardly change it. Null if the strip has fewer than
 * `STRIP_MIN_DEPTHS` pixels with a depth.
 */
function curveOf({ distances, length }: Strip, z: Float32Array): ((t: number) => number) | null {
  const points = [...distances].filter(([at]) => z[at] > 0).map(([at, d]) => [d / length, z[at]]);
  if (points.length < STRIP_MIN_DEPTHS) return null;
  let weights = points.map(() => 1);
  let factors: number[] = [];
  const value = (t: number) => factors.reduceRight((sum, factor) => sum * t + factor, 0);
  for (let fit = 0; fit < STRIP_CURVE_FITS; fit++) {
    factors = leastSquares(points, weights);
    weights = points.map(([t, depth]) => 1 / (1 + ((depth - value(t)) / STRIP_OUTLIER) ** 2));
  }
  return value;
}

/**
 * Factors of the polynomial that fits weighted points (t, value), lowest power first. The normal equations
 * are solved by elimination. Their diagonal is multiplied by 1 + 1e-6 (ridge), so that the equations can
 * always be solved.
 */
function leastSquares(points: readonly number[][], weights: readonly number[]): number[] {
  const n = STRIP_CURVE_DEGREE + 1;
  const rows = Array.from({ length: n }, () => new Float64Array(n + 1));
  points.forEach(([t, value], i) => {
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) rows[a][b] += weights[i] * t ** (a + b);
      rows[a][n] += weights[i] * t ** a * value;
    }
  });
  rows.forEach((row, a) => (row[a] *= 1 + 1e-6));
  for (let a = 0; a < n; a++)
    for (let b = 0; b < n; b++) {
      if (a === b) continue;
      const factor = rows[b][a] / rows[a][a];
      for (let c = a; c <= n; c++) rows[b][c] -= factor * rows[a][c];
    }
  return rows.map((row, a) => row[n] / row[a]);
}
