import { emptyCloud, type GaussianCloud } from '../../src/core/gaussians/gaussian-cloud.ts';

/** Pseudo-random numbers in 0…1, from the high bits of a linear congruential generator. Equal on every machine. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}

/** Writes three normally distributed numbers (method of Box and Muller). */
function normal(random: () => number, out: Float64Array): void {
  for (let k = 0; k < 3; k++)
    out[k] = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Rotates a vector by the quaternion w x y z at `at`, normalised: v + 2w(u × v) + 2u × (u × v), u = (x, y, z). */
function rotate(q: Float32Array, at: number, [x, y, z]: Float64Array): number[] {
  const norm = Math.hypot(q[at], q[at + 1], q[at + 2], q[at + 3]) || 1;
  const [w, a, b, c] = [0, 1, 2, 3].map((k) => q[at + k] / norm);
  const [s, t, u] = [2 * (b * z - c * y), 2 * (c * x - a * z), 2 * (a * y - b * x)];
  return [x + w * s + b * u - c * t, y + w * t + c * s - a * u, z + w * u + a * t - b * s];
}

/**
 * A cloud of `count` Gaussians that resembles `parents`, with equally many layers in depth. Every parent is split into
 * smaller Gaussians. Their scales are the parent's times s = √(number of parents / count). Their centres are drawn from
 * N(parent's centre, (1 − s²)Σ), so that the mixture has the parent's covariance Σ. Every small Gaussian has the parent's
 * opacity, so together they cover the same area. Their colours differ a little from the parent's.
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
