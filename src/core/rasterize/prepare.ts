import { SH_C0, type GaussianCloud, type ShRest } from '../gaussians/gaussian-cloud.ts';
import { drawableCloud } from './drawable.ts';

/**
 * A cloud with all values that do not depend on the camera computed: opacities from logits, scales from logarithms,
 * colours from coefficients.
 */
export interface PreparedCloud {
  count: number;
  xyz: Float32Array;
  /**
   * The matrix R·S of each Gaussian, row-major; 9·N numbers. Its columns are the axes of the Gaussian in the world,
   * each as long as one standard deviation.
   */
  axes: Float64Array;
  /** sigmoid(logit); N numbers. */
  opacity: Float64Array;
  /** The colour from SH degree 0: SH_C0·shDc + ½. 3·N numbers. */
  colour: Float64Array;
  /** SH coefficients of degree 1 and above: the part of the colour that depends on the viewing direction. */
  sh?: ShRest;
}

/** Prepares a cloud for projection. Invalid and extreme Gaussians are first made harmless by `drawableCloud`. */
export function prepare(source: GaussianCloud): PreparedCloud {
  const cloud = drawableCloud(source);
  const { count } = cloud;
  const axes = new Float64Array(9 * count);
  const opacity = new Float64Array(count);
  const colour = new Float64Array(3 * count);
  for (let i = 0; i < count; i++) {
    writeAxes(cloud, i, axes);
    opacity[i] = 1 / (1 + Math.exp(-cloud.opacityLogit[i]));
    for (let k = 3 * i; k < 3 * i + 3; k++) colour[k] = SH_C0 * cloud.shDc[k] + 0.5;
  }
  return { count, xyz: cloud.xyz, axes, opacity, colour, sh: cloud.sh };
}

/**
 * Writes R·S of Gaussian `i` into `axes`. A quaternion of length zero means no rotation: with w = x = y = z = 0 the
 * formula gives the identity.
 */
function writeAxes({ rotation, logScale }: GaussianCloud, i: number, axes: Float64Array): void {
  const length = Math.hypot(
    rotation[4 * i],
    rotation[4 * i + 1],
    rotation[4 * i + 2],
    rotation[4 * i + 3],
  );
  const norm = 1 / Math.max(length, 1e-12);
  const w = rotation[4 * i] * norm;
  const x = rotation[4 * i + 1] * norm;
  const y = rotation[4 * i + 2] * norm;
  const z = rotation[4 * i + 3] * norm;
  const sx = Math.exp(logScale[3 * i]);
  const sy = Math.exp(logScale[3 * i + 1]);
  const sz = Math.exp(logScale[3 * i + 2]);
  const at = 9 * i;
  axes[at] = (1 - 2 * (y * y + z * z)) * sx;
  axes[at + 1] = 2 * (x * y - w * z) * sy;
  axes[at + 2] = 2 * (x * z + w * y) * sz;
  axes[at + 3] = 2 * (x * y + w * z) * sx;
  axes[at + 4] = (1 - 2 * (x * x + z * z)) * sy;
  axes[at + 5] = 2 * (y * z - w * x) * sz;
  axes[at + 6] = 2 * (x * z - w * y) * sx;
  axes[at + 7] = 2 * (y * z + w * x) * sy;
  axes[at + 8] = (1 - 2 * (x * x + y * y)) * sz;
}
