import { KEYPOINT_NAMES } from '../../core/mouse/keypoints.ts';
import { mirrorSkeleton } from '../../core/mouse/mirror.ts';
import type { PlanarImage } from '../../core/image/image.ts';
import { mirrorPlanar, toPlanar } from '../../core/image/pixels.ts';
import { resizePlanar } from '../../core/image/resize.ts';
import { buildPose, type PoseConfig } from '../../families/pose/graph.ts';
import type { PhotoStages } from '../../packs/manifest.ts';
import type { StageContext } from '../context.ts';
import { configOf, packNetwork } from '../networks.ts';
import type { Skeleton, Subject } from '../types.ts';

/**
 * Subject → 23 keypoints, and what is up where the network tells, in the rig's frame: the mean of what it sees in the
 * picture and, mirrored back, in its mirror image, which is nearer to the truth than either. Null in packs without a
 * pose network.
 */
export async function pose(subject: Subject, context: StageContext): Promise<Skeleton | null> {
  const stage = context.pack.manifest.stages.pose;
  if (!stage) return null;
  const { size } = configOf<PoseConfig>(stage.config);
  const image = resizePlanar(toPlanar(subject.image, 'signed'), size, size);
  const straight = await seen(image, stage, context);
  return between(straight, mirrorSkeleton(await seen(mirrorPlanar(image), stage, context)));
}

async function seen(
  image: PlanarImage,
  stage: NonNullable<PhotoStages['pose']>,
  { pack, runtime }: StageContext,
): Promise<Skeleton> {
  const config = configOf<PoseConfig>(stage.config);
  const { size } = config;
  const network = packNetwork(pack, stage.files, `${size}`, (o) => buildPose(config, o), {
    small: true,
  });
  const { keypoints, uv } = await runtime.host.run(
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

/** Half-way; the expected error where both agree is theirs. */
function between(a: Skeleton, b: Skeleton): Skeleton {
  const mean = (x: Float32Array<ArrayBuffer>, y: Float32Array) => x.map((v, i) => (v + y[i]) / 2);
  return {
    xyz: mean(a.xyz, b.xyz),
    uv: mean(a.uv, b.uv),
    error: mean(a.error, b.error),
    ...(a.up && b.up && { up: unit(mean(a.up, b.up)) }),
  };
}

const unit = (v: Float32Array<ArrayBuffer>) => v.map((value) => value / Math.hypot(...v));
