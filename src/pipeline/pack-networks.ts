import { buildClip, clipTensors, type ClipConfig } from '../families/clip/graph.ts';
import { networkCost, type NetworkCost } from '../graphs/cost.ts';
import { buildGslrm, gslrmTensors, type GslrmConfig } from '../families/gslrm/graph.ts';
import { buildLgm, lgmTensors, type LgmConfig } from '../families/lgm/graph.ts';
import { buildUnet, unetTensors, type UnetConfig } from '../families/unet/graph.ts';
import { buildVaeDecoder, vaeFactor, vaeTensors, type VaeConfig } from '../families/vae/graph.ts';
import type { PackManifest } from '../packs/manifest.ts';
import { configOf } from './networks.ts';

/** How a network will be run: what its cost depends on besides its config. */
export type Precision = Parameters<typeof networkCost>[2];

/** A network of a pack that is large enough to be planned for. */
export interface PlannedNetwork {
  name: 'image encoder' | 'multi-view model' | 'autoencoder' | 'reconstructor';
  files: readonly string[];
  cost: (precision: Precision) => NetworkCost;
}

/** What a run asks of the networks. */
export interface Demand {
  guided: boolean;
  /** The two halves of guidance one after the other. */
  split: boolean;
  /** Posed views brought by the user: their number and size. */
  views?: { count: number; size: number };
  /** How many of the views that were imagined are used. */
  viewCount?: number;
  /** Pixels across the views that the reconstructor gets, where the user says so. */
  viewSize?: number;
}

/** Length of the view embeddings of every model that is large. */
const TOKENS = 77;

function imagined(
  multiview: NonNullable<PackManifest['stages']['multiview']>,
  { guided, split }: Demand,
): PlannedNetwork[] {
  const { viewSize, unet, vae, imageEncoder } = multiview;
  const clip = imageEncoder && configOf<ClipConfig>(imageEncoder.config);
  const unetConfig = configOf<UnetConfig>(unet.config);
  const vaeConfig = configOf<VaeConfig>(vae.config);
  const size = viewSize / vaeFactor(vaeConfig);
  const halves = guided && !split ? 2 : 1;
  return [
    ...(imageEncoder && clip
      ? [
          {
            name: 'image encoder' as const,
            files: imageEncoder.files,
            cost: (precision: Precision) =>
              networkCost(clipTensors(clip), (o) => buildClip(clip, o), precision),
          },
        ]
      : []),
    {
      name: 'multi-view model',
      files: unet.files,
      cost: (precision) =>
        networkCost(
          unetTensors(unetConfig),
          (o) => buildUnet(unetConfig, { ...o, halves, size, tokens: TOKENS, sharedContext: true }),
          precision,
        ),
    },
    {
      name: 'autoencoder',
      files: vae.files,
      cost: (precision) =>
        networkCost(
          vaeTensors(vaeConfig),
          (o) => buildVaeDecoder(vaeConfig, { ...o, size: viewSize }),
          precision,
        ),
    },
  ];
}

/** The networks that a run will use, each with what it costs. Background pruning only lowers it. */
export function packNetworks({ stages, rig }: PackManifest, demand: Demand): PlannedNetwork[] {
  const { multiview, reconstruct } = stages;
  const views = demand.views;
  const cameras = 'cameras' in rig ? rig.cameras.length : rig.azimuthsDeg.length;
  const count = views?.count ?? Math.min(demand.viewCount ?? cameras, cameras);
  const own: PlannedNetwork[] = multiview && !views ? imagined(multiview, demand) : [];
  const usual = views && 'anySize' in reconstruct ? views.size : reconstruct.viewSize;
  const size = demand.viewSize ?? usual;
  const cost = (precision: Precision) => {
    if (reconstruct.kind === 'lgm') {
      const config = configOf<LgmConfig>(reconstruct.config);
      const taken = Math.min(count, reconstruct.useViews?.length ?? count);
      return networkCost(
        lgmTensors(config),
        (o) => buildLgm(config, { ...o, image: size, views: taken }),
        precision,
      );
    }
    const config = configOf<GslrmConfig>(reconstruct.config);
    return networkCost(
      gslrmTensors(config),
      (o) => buildGslrm(config, { ...o, image: size, views: count }),
      precision,
    );
  };
  return [...own, { name: 'reconstructor', files: reconstruct.files, cost }];
}
