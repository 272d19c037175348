import type { PlanarImage } from '../../core/image/image.ts';
import type { Skeleton } from '../../core/mouse/keypoints.ts';
import { mirrorSkeleton, mirrorViews } from '../../core/mouse/mirror.ts';
import { mirrorPlanar } from '../../core/image/pixels.ts';
import { photoStages, type PackManifest } from '../../packs/manifest.ts';

/** What the multi-view model is shown. */
export interface Sight {
  /** In −1…1. */
  picture: PlanarImage;
  /** Null in packs without a pose stage. */
  skeleton: Skeleton | null;
}

/** One run of the model: what it is shown, and where in what it paints the rig's views are. */
export interface Look extends Sight {
  views: readonly number[];
  /** Whether they are mirrored there. */
  mirrored: boolean;
}

/**
 * The runs whose mean the views are: one; where a single step is taken and the pack wants it so, the mirror image's too.
 * It errs in other places.
 */
export function looksAt(sight: Sight, steps: number, manifest: PackManifest): Look[] {
  const { oneStep, unet } = photoStages(manifest).multiview;
  const views = Array.from({ length: unet.config.num_views }, (_, view) => view);
  const straight = { ...sight, views, mirrored: false };
  const partners = steps === 1 && oneStep?.mirrored ? mirrorViews(manifest.rig) : null;
  if (!partners) return [straight];
  const { picture, skeleton } = sight;
  const mirrored = {
    picture: mirrorPlanar(picture),
    skeleton: skeleton && mirrorSkeleton(skeleton),
    views: partners,
    mirrored: true,
  };
  return [straight, mirrored];
}
