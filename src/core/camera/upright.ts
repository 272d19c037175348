import type { Camera } from './camera.ts';
import type { GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { inverseSimilarity, mapCamera, mapCloud, mapPoint, type Similarity } from './similarity.ts';

/** Against gravity, in the rig's frame, of length 1. Where nothing is told, it is Z. */
export type Up = ArrayLike<number>;

/** The shortest turn that takes Z to `up`. */
export function turnFromZ({ 0: x, 1: y, 2: z }: Up): Similarity {
  const k = 1 / (1 + z);
  const rotation =
    z < -0.999999
      ? [1, 0, 0, 0, -1, 0, 0, 0, -1]
      : [1 - k * x * x, -k * x * y, x, -k * x * y, 1 - k * y * y, y, -x, -y, z];
  return { scale: 1, rotation, translation: [0, 0, 0] };
}

/** The shortest turn that takes `up` to Z: from the rig's frame to the world (docs/models.md, Frames and cameras). */
export const uprightTurn = (up: Up): Similarity => inverseSimilarity(turnFromZ(up));

/** A cloud of the rig's frame in the world. Colours are SH degree 0. */
export const uprightCloud = (cloud: GaussianCloud, up: Up | undefined): GaussianCloud =>
  up ? mapCloud(uprightTurn(up), cloud) : cloud;

/** A camera of the rig's frame in the world: it sees the upright cloud as it saw the cloud. */
export const uprightCamera = (camera: Camera, up: Up | undefined): Camera =>
  up ? mapCamera(uprightTurn(up), camera) : camera;

/** Points of the rig's frame in the world, 3·N both. */
export function uprightPoints(
  xyz: Float32Array<ArrayBuffer>,
  up: Up | undefined,
): Float32Array<ArrayBuffer> {
  if (!up) return xyz;
  const turn = uprightTurn(up);
  const out = new Float32Array(xyz.length);
  for (let i = 0; i < xyz.length; i += 3)
    out.set(mapPoint(turn, [xyz[i], xyz[i + 1], xyz[i + 2]]), i);
  return out;
}
