import { toPlanar } from '../../core/pixels.ts';
import { resizePlanar } from '../../core/resize.ts';
import { buildPose, type PoseConfig } from '../../graphs/pose.ts';
import type { StageContext } from '../context.ts';
import { configOf, packNetwork } from '../networks.ts';
import type { Skeleton, Subject } from '../types.ts';

/** Subject → 23 keypoints in the rig's frame. Null in packs without a pose network. */
export async function pose(subject: Subject, context: StageContext): Promise<Skeleton | null> {
  const { pack, runtime } = context;
  const stage = pack.manifest.stages.pose;
  if (!stage) return null;
  const config = configOf<PoseConfig>(stage.config);
  const { size } = config;
  const network = packNetwork(pack, stage.files, `${size}`, (o) => buildPose(config, o), {
    small: true,
  });
  const { data } = resizePlanar(toPlanar(subject.image, 'signed'), size, size);
  const { keypoints, uv } = await runtime.host.run(
    network,
    { image: { data, shape: [1, 3, size, size] } },
    ['keypoints', 'uv'],
  );
  const count = uv.data.length / 2;
  const row = (k: number) => keypoints.data.subarray(4 * k, 4 * k + 4);
  return {
    xyz: Float32Array.from({ length: 3 * count }, (_, i) => row(Math.floor(i / 3))[i % 3]),
    uv: uv.data,
    error: Float32Array.from({ length: count }, (_, k) => Math.exp(row(k)[3])),
  };
}
