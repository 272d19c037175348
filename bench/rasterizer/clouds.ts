import { emptyCloud, type GaussianCloud } from '../../src/core/gaussians/gaussian-cloud.ts';

/** Numbers in 0…1, the same on every machine (a linear congruential generator, its high bits). */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}

/** Normally distributed numbers, three at a time (Box and Muller). */
function normal(random: () => number, out: Float64Array): void {
  for (let k = 0; k < 3; k++)
    out[k] = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** The quaternion w x y z, normalised, applied to a vector: v + 2w(u × v) + 2u × (u × v). */
function rotate(q: Float32Array, at: number, [x, y, z]: Float64Array): number[] {
  const norm = Math.hypot(q[at], q[at + 1], q[at + 2], q[at + 3]) || 1;
  const [w, a, b, c] = [0, 1, 2, 3].map((k) => q[at + k] / norm);
  const [s, t, u] = [2 * (b * z - c * y), 2 * (c * x - a * z), 2 * (a * y - b * x)];
  return [x + w * s + b * u - c * t, y + w * t + c * s - a * u, z + w * u + a * t - b * s];
}

/**
 * A cloud of `count` Gaussians that looks like `parents`, and is as deep: every Gaussian is split into smaller ones,
 * scales times s = √(parents / count), drawn from the parent's own distribution so that their mixture keeps its
 * covariance: offset ~ N(0, (1 − s²)Σ). Opacities stay, so the area they cover together does; colours vary a little.
 */
export function splitCloud(parents: GaussianCloud, count: number, seed = 4): GaussianCloud {
  const random = numbersFrom(seed);
  const cloud = emptyCloud(count);
  const s = Math.min(1, Math.sqrt(parents.count / count));
  const spread = Math.sqrt(1 - s * s);
  const z = new Float64Array(3);
  for (let i = 0; i < count; i++) {
    const from = i % parents.count;
    normal(random, z);
    for (let k = 0; k < 3; k++) z[k] *= spread * Math.exp(parents.logScale[3 * from + k]);
    const offset = rotate(parents.rotation, 4 * from, z);
    for (let k = 0; k < 3; k++) {
      cloud.xyz[3 * i + k] = parents.xyz[3 * from + k] + offset[k];
      cloud.logScale[3 * i + k] = parents.logScale[3 * from + k] + Math.log(s);
      cloud.shDc[3 * i + k] = parents.shDc[3 * from + k] + 0.2 * (random() - 0.5);
    }
    cloud.opacityLogit[i] = parents.opacityLogit[from];
    cloud.rotation.set(parents.rotation.subarray(4 * from, 4 * from + 4), 4 * i);
  }
  return cloud;
}
