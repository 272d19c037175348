import type { Rig } from '../../core/camera/rig.ts';
import type { PlanarImage } from '../../core/image/image.ts';
import { mirrorPlanar } from '../../core/image/pixels.ts';
import type { Skeleton } from '../../core/mouse/keypoints.ts';
import { mirrorSkeleton, mirrorViews } from '../../core/mouse/mirror.ts';
import type { MultiviewSection } from './section.ts';

/** Inputs of the multi-view model. */
export interface ViewInput {
  /** The subject, −1…1. */
  picture: PlanarImage;
  /** Null in packs without a pose stage. */
  skeleton: Skeleton | null;
}

/** The inputs of one pass of the multi-view model, and the order of its outputs. */
export interface ViewPass extends ViewInput {
  /** For each view of the rig, the index of its output. */
  views: readonly number[];
  /** Whether the outputs are mirror images. */
  mirrored: boolean;
}

/**
 * The passes. The views are their mean. In runs of one step, a pack with `oneStep.mirrored` adds a pass on the
 * mirror image. The errors of the two passes are at different positions.
 */
export function viewPasses(
  input: ViewInput,
  steps: number,
  { oneStep, unet }: MultiviewSection,
  rig: Rig,
): ViewPass[] {
  const views = Array.from({ length: unet.config.num_views }, (_, view) => view);
  const straight = { ...input, views, mirrored: false };
  const partners = steps === 1 && oneStep?.mirrored ? mirrorViews(rig) : null;
  if (!partners) return [straight];
  const { picture, skeleton } = input;
  const mirrored = {
    picture: mirrorPlanar(picture),
    skeleton: skeleton && mirrorSkeleton(skeleton),
    views: partners,
    mirrored: true,
  };
  return [straight, mirrored];
}
