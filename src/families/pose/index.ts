import type { PlanarImage } from '../../core/image/image.ts';
import { KEYPOINT_NAMES, type Skeleton } from '../../core/mouse/keypoints.ts';
import type { NetworkRunner } from '../runner.ts';
import { buildPose } from './graph.ts';
import { poseSection, type PoseSection } from './section.ts';

/**
 * Runs the pose network once.
 * @param image the subject, −1…1, of the config's size
 * @returns 23 keypoints in the rig's frame. If the config has `up`, also a vector of any length that points up
 */
async function run(
  image: PlanarImage,
  { files, config }: PoseSection,
  runner: NetworkRunner,
): Promise<Skeleton> {
  const { size } = config;
  const network = runner.network(files, {
    name: 'pose network',
    variant: `${size}`,
    build: (options) => buildPose(config, options),
    small: true,
  });
  const { keypoints, uv } = await runner.run(
    network,
    { image: { data: image.data, shape: [1, 3, size, size] } },
    ['keypoints', 'uv'],
  );
  const row = (k: number) => keypoints.data.subarray(4 * k, 4 * k + 4);
  const count = KEYPOINT_NAMES.length;
  return {
    xyz: Float32Array.from({ length: 3 * count }, (_, i) => row(Math.floor(i / 3))[i % 3]),
    uv: uv.data,
    error: Float32Array.from({ length: count }, (_, k) => Math.exp(row(k)[3])),
    ...(config.up && { up: row(count).slice(0, 3) }),
  };
}

/** The pose network of the packs that models/training makes. */
export const poseModel = { schema: poseSection, run };
