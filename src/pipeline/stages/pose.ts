import { mirrorPlanar, toPlanar } from '../../core/image/pixels.ts';
import { resizePlanar } from '../../core/image/resize.ts';
import type { Skeleton } from '../../core/mouse/keypoints.ts';
import { mirrorSkeleton } from '../../core/mouse/mirror.ts';
import { poseModel } from '../../families/index.ts';
import type { StageContext } from '../context.ts';
import { runnerOf } from '../networks.ts';
import { requireFinite } from '../numbers/visible.ts';
import type { Subject } from '../types.ts';

/**
 * Subject → 23 keypoints in the rig's frame. If the network has this output, also the direction that is up. The
 * result is the mean of two passes, on the subject and on its mirror image (mirrored back). Null in packs
 * without a pose network.
 * @throws AppError `numbers-invalid` if a number of the skeleton is not finite, and the errors of `NetworkRunner`
 */
export async function pose(subject: Subject, context: StageContext): Promise<Skeleton | null> {
  const stage = context.pack.manifest.stages.pose;
  if (!stage) return null;
  const { size } = stage.config;
  const runner = runnerOf(context);
  const image = resizePlanar(toPlanar(subject.image, 'signed'), size, size);
  const straight = await poseModel.run(image, stage, runner);
  const mirrored = await poseModel.run(mirrorPlanar(image), stage, runner);
  const skeleton = mean(straight, mirrorSkeleton(mirrored));
  requireFinite(skeleton, 'pose network');
  return skeleton;
}

/** The mean of two skeletons, including their expected errors. */
function mean(a: Skeleton, b: Skeleton): Skeleton {
  const half = (x: Float32Array<ArrayBuffer>, y: Float32Array) => x.map((v, i) => (v + y[i]) / 2);
  return {
    xyz: half(a.xyz, b.xyz),
    uv: half(a.uv, b.uv),
    error: half(a.error, b.error),
    ...(a.up && b.up && { up: normalised(half(a.up, b.up)) }),
  };
}

const normalised = (v: Float32Array<ArrayBuffer>) => v.map((value) => value / Math.hypot(...v));
