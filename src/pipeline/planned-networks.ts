import { viewsOfRig } from '../core/camera/rig.ts';
import { multiviewModel, reconstructorOf } from '../families/index.ts';
import type { PlannedNetwork } from '../families/plan.ts';
import type { PackManifest } from '../packs/manifest.ts';

/** What decides which networks a run uses, and at which sizes. */
export interface Demand {
  /** Whether classifier-free guidance is on. */
  guided: boolean;
  /** Whether the two halves of guidance run one after the other. */
  split: boolean;
  /** For posed views that the user brings: number of views, and size in pixels. */
  views?: { count: number; size: number };
  /** Number of views that are used, of those that the pack makes. Default: all. */
  viewCount?: number;
  /** Width and height of the reconstructor's views, pixels. Default: the pack's. */
  viewSize?: number;
}

/** The number of views that the reconstructor takes in a run, and their size in pixels. */
export function viewsTaken(
  { stages: { reconstruct }, rig }: PackManifest,
  { views, viewCount, viewSize }: Pick<Demand, 'views' | 'viewCount' | 'viewSize'>,
): { count: number; size: number } {
  const cameras = viewsOfRig(rig);
  const count = views?.count ?? Math.min(viewCount ?? cameras, cameras);
  const defaultSize = views && reconstruct.anySize ? views.size : reconstruct.viewSize;
  return {
    count: Math.min(count, reconstruct.useViews?.length ?? count),
    size: viewSize ?? defaultSize,
  };
}

/**
 * The networks that the memory plan of a run counts, each with its cost. These are the reconstructor and,
 * unless the user brings views, the networks of the multi-view model. Matting and pose are not counted.
 * Background pruning would lower the reconstructor's cost.
 */
export function plannedNetworks(manifest: PackManifest, demand: Demand): PlannedNetwork[] {
  const { multiview: painter, reconstruct } = manifest.stages;
  const { count, size } = viewsTaken(manifest, demand);
  return [
    ...(painter && !demand.views ? multiviewModel.planned(painter, demand) : []),
    {
      name: 'reconstructor',
      files: reconstruct.files,
      cost: (precision) => reconstructorOf(reconstruct).cost(reconstruct, count, size, precision),
    },
  ];
}
