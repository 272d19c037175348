import type { Rig } from '../../core/camera/rig.ts';
import type { PlanarImage } from '../../core/image/image.ts';
import { mirrorPlanar } from '../../core/image/pixels.ts';
import type { Skeleton } from '../../core/mouse/keypoints.ts';
import { mirrorSkeleton, mirrorViews } from '../../core/mouse/mirror.ts';
import type { MultiviewStage } from './stage.ts';

/** Inputs of the multi-view model. */
export interface ViewInput {
  /** The subject, −1…1. */
  picture: PlanarImage;
  /** Null in packs without a pose stage. */
  skeleton: Skeleton | null;
}

/** One run of the multi-view model, and how the rig's views are found among its outputs. */
export interface ViewPass extends ViewInput {
  /** Index of the output of each of the rig's views. */
  views: readonly number[];
  /** Whether the outputs are mirrored. */
  mirrored: boolean;
}

/**
 * The runs whose mean the views are. A pack with `oneStep.mirrored` adds a run on the mirror image where a single step is
 * taken: its errors are in other places.
 */
export function viewPasses(
  input: ViewInput,
  steps: number,
  { oneStep, unet }: MultiviewStage,
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
