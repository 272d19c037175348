import type { Camera } from './camera.ts';
import type { GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { inverseSimilarity, mapCamera, mapCloud, mapPoint, type Similarity } from './similarity.ts';

/**
 * Unit vector against gravity, in the rig's frame. If a function takes `Up | undefined`, undefined means Z.
 */
export type Up = ArrayLike<number>;

/** The smallest rotation that takes Z to `up`. */
export function turnFromZ({ 0: x, 1: y, 2: z }: Up): Similarity {
  const k = 1 / (1 + z);
  const rotation =
    z < -0.999999
      ? [1, 0, 0, 0, -1, 0, 0, 0, -1]
      : [1 - k * x * x, -k * x * y, x, -k * x * y, 1 - k * y * y, y, -x, -y, z];
  return { scale: 1, rotation, translation: [0, 0, 0] };
}

/**
 * The smallest rotation that takes `up` to Z: from the rig's frame to the world (docs/models.md, Frames and
 * cameras).
 */
export const uprightTurn = (up: Up): Similarity => inverseSimilarity(turnFromZ(up));

/** A cloud from the rig's frame to the world. Colours must be of SH degree 0. */
export const uprightCloud = (cloud: GaussianCloud, up: Up | undefined): GaussianCloud =>
  up ? mapCloud(uprightTurn(up), cloud) : cloud;

/**
 * A camera from the rig's frame to the world. The new camera's picture of the upright cloud equals the old
 * camera's picture of the cloud in the rig's frame.
 */
export const uprightCamera = (camera: Camera, up: Up | undefined): Camera =>
  up ? mapCamera(uprightTurn(up), camera) : camera;

/** Points from the rig's frame to the world; 3·N numbers in, 3·N out. */
export function uprightPoints(
  xyz: Float32Array<ArrayBuffer>,
  up: Up | undefined,
): Float32Array<ArrayBuffer> {
  if (!up) return xyz;
  const rotation = uprightTurn(up);
  const out = new Float32Array(xyz.length);
  for (let i = 0; i < xyz.length; i += 3)
    out.set(mapPoint(rotation, [xyz[i], xyz[i + 1], xyz[i + 2]]), i);
  return out;
}

/** Axes that can point up. `Z`: as this program writes splats. */
export const UP_AXES = ['Z', '-Z', 'Y', '-Y', 'X', '-X'] as const;

export type UpAxis = (typeof UP_AXES)[number];

/** The axis as a unit vector. */
export const upVector = (axis: UpAxis): number[] => {
  const sign = axis.startsWith('-') ? -1 : 1;
  return ['X', 'Y', 'Z'].map((name) => (axis.endsWith(name) ? sign : 0));
};
