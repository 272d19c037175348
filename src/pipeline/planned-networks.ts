import { viewsOfRig } from '../core/camera/rig.ts';
import { multiviewModel, reconstructorOf } from '../families/index.ts';
import type { PlannedNetwork } from '../families/plan.ts';
import type { PackManifest } from '../packs/manifest.ts';

/** What a run asks of the networks. */
export interface Demand {
  guided: boolean;
  /** The two halves of guidance one after the other. */
  split: boolean;
  /** Posed views that the user brings: their number and size in pixels. */
  views?: { count: number; size: number };
  /** How many of the views that the pack makes are used. Default: all. */
  viewCount?: number;
  /** Pixels across the views for the reconstructor. Default: what the pack says. */
  viewSize?: number;
}

/** The networks that a run will use, each with its cost. Background pruning only lowers it. */
export function plannedNetworks({ stages, rig }: PackManifest, demand: Demand): PlannedNetwork[] {
  const { multiview: painter, reconstruct } = stages;
  const { views } = demand;
  const cameras = viewsOfRig(rig);
  const count = views?.count ?? Math.min(demand.viewCount ?? cameras, cameras);
  const taken = Math.min(count, reconstruct.useViews?.length ?? count);
  const usual = views && reconstruct.anySize ? views.size : reconstruct.viewSize;
  const size = demand.viewSize ?? usual;
  return [
    ...(painter && !views ? multiviewModel.planned(painter, demand) : []),
    {
      name: 'reconstructor',
      files: reconstruct.files,
      cost: (precision) => reconstructorOf(reconstruct).cost(reconstruct, taken, size, precision),
    },
  ];
}
