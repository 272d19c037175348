import { depthAt, type DepthMap } from './depth-map.ts';
import type { Strip } from './strips.ts';

/** Depths further than this from a strip's curve (world units) count little for it. */
const OFF_CURVE = 0.03;

/** The curve is a polynomial of this degree in the way along the strip, fitted so many times. */
const DEGREE = 3;
const FITS = 5;

/** Depths of a photo's own pixels. */
export interface Surface extends DepthMap {
  /** size²: 1 where the depth is a strip's. */
  strip: Uint8Array;
}

/**
 * Depths of a photo's mask as the reconstructor's coarser ones tell them; but those of tails and legs on one curve each: a
 * few coarse pixels across they are rough, and a tail that jumps is broken as seen from aside.
 * @param mask 1 inside, 0 outside, size²
 * @param strips of the mask, none where the coarse depths are as good
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
  for (const found of strips) {
    const curve = curveOf(found, z);
    if (!curve) continue;
    for (const [at, way] of found.way) {
      z[at] = curve(way / found.length);
      strip[at] = 1;
    }
  }
  return { size, z, strip };
}

/** Depth along a strip, 0…1, by least squares that outliers cannot move; null where too little is known. */
function curveOf({ way, length }: Strip, z: Float32Array): ((t: number) => number) | null {
  const known = [...way].filter(([at]) => z[at] > 0).map(([at, w]) => [w / length, z[at]]);
  if (known.length < 4 * DEGREE) return null;
  let weights = known.map(() => 1);
  let factors: number[] = [];
  const value = (t: number) => factors.reduceRight((sum, factor) => sum * t + factor, 0);
  for (let fit = 0; fit < FITS; fit++) {
    factors = leastSquares(known, weights);
    weights = known.map(([t, depth]) => 1 / (1 + ((depth - value(t)) / OFF_CURVE) ** 2));
  }
  return value;
}

/** Factors of the polynomial through points (t, value) that are weighed: normal equations, a trace of ridge. */
function leastSquares(points: readonly number[][], weights: readonly number[]): number[] {
  const n = DEGREE + 1;
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
      const share = rows[b][a] / rows[a][a];
      for (let c = a; c <= n; c++) rows[b][c] -= share * rows[a][c];
    }
  return rows.map((row, a) => row[n] / row[a]);
}
