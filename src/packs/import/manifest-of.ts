import { rigUp, type Rig } from '../../core/camera/camera.ts';
import { vaeFactor } from '../../families/vae/graph.ts';
import type { PackManifest, PhotoStages } from '../manifest.ts';
import { FACELIFT_RIG } from './cameras.ts';
import { licenceOf } from './licences.ts';
import type { Networks } from './networks.ts';
import type { RigPart } from './rig-claims.ts';
import type { Survey } from './survey.ts';
import { VIEW_EMBEDS } from '../../families/view-embeds/check.ts';

/** Names of the files that each part was laid out in. */
export type PartFiles = Readonly<Partial<Record<keyof Networks | 'viewEmbeds', string[]>>>;

/** What a pack needs besides what was imported. */
export interface Naming {
  id: string;
  title: { en: string; ko: string };
}

/** Views are squares of this many pixels where no multi-view model says otherwise. */
const VIEW_SIZE = 512;

/** FaceLift's own threshold for a Gaussian that is worth keeping, and LGM's. */
const MIN_OPACITY = { gslrm: 0.04, lgm: 0.005 };

/** LGM takes front, left, back and right; FaceLift's six views have them in these places. */
const LGM_OF_FACELIFT = [0, 4, 3, 2];

const viewSizeOf = ({ unet, vae }: Networks): number =>
  unet && vae ? unet.config.sample_size * vaeFactor(vae.config) : VIEW_SIZE;

function multiviewOf(
  { networks, scheduler }: Survey,
  files: PartFiles,
  rigs: Record<RigPart, string>,
): PhotoStages['multiview'] | undefined {
  const { unet, vae, imageEncoder } = networks;
  const embeds = files.viewEmbeds?.[0];
  if (!unet || !vae || !files.unet || !files.vae || !embeds) return undefined;
  return {
    rig: rigs.multiview,
    viewSize: viewSizeOf(networks),
    unet: {
      files: files.unet,
      config: { ...unet.config, block_out_channels: [...unet.config.block_out_channels] },
    },
    vae: {
      files: files.vae,
      config: { ...vae.config, block_out_channels: [...vae.config.block_out_channels] },
    },
    ...(imageEncoder &&
      files.imageEncoder && {
        imageEncoder: { files: files.imageEncoder, config: { ...imageEncoder.config } },
      }),
    viewEmbeds: { file: embeds, tensor: VIEW_EMBEDS, rig: rigs.viewEmbeds },
    scheduler,
    noise: 'torch-cuda',
  };
}

function reconstructOf(
  networks: Networks,
  files: PartFiles,
  rig: Rig,
  rigs: Record<RigPart, string>,
): PackManifest['stages']['reconstruct'] {
  const { gslrm, lgm } = networks;
  if (gslrm && files.gslrm) {
    const views = 'cameras' in rig ? rig.cameras.length : rig.azimuthsDeg.length;
    return {
      kind: 'gslrm',
      files: files.gslrm,
      rig: rigs.reconstructor,
      viewSize: viewSizeOf(networks),
      config: { ...gslrm.config, views },
      anySize: true,
      minOpacity: MIN_OPACITY.gslrm,
    };
  }
  if (!lgm || !files.lgm) throw new Error('a pack needs a reconstructor');
  const { down_channels, up_channels, ...config } = lgm.config;
  return {
    kind: 'lgm',
    files: files.lgm,
    rig: rigs.reconstructor,
    viewSize: lgm.config.image,
    config: { ...config, down_channels: [...down_channels], up_channels: [...up_channels] },
    ...(rig.id === FACELIFT_RIG.id && { useViews: LGM_OF_FACELIFT }),
    minOpacity: MIN_OPACITY.lgm,
  };
}

/**
 * The pack.json of imported parts, its files not yet written.
 *
 * @param matting the stage, its file among those to be copied; without it the pack takes posed views only
 */
export function manifestOf(
  survey: Survey & { rig: Rig },
  { id, title }: Naming,
  files: PartFiles,
  rigs: Record<RigPart, string>,
  matting: PhotoStages['matting'],
  mixedRigs: boolean,
): Omit<PackManifest, 'files'> {
  const { networks, rig, licences } = survey;
  const multiview = multiviewOf(survey, files, rigs);
  return {
    format: 'mouse-facelift-pack',
    version: 2,
    id,
    title,
    licence: licenceOf(networks, licences),
    rig: 'cameras' in rig ? { ...rig, cameras: [...rig.cameras].map(plain) } : ring(rig),
    ...(mixedRigs && { mixedRigs: true as const }),
    stages: {
      ...(multiview && {
        matting,
        centring: { method: 'pixel_based' as const, ratio: 0.3, size: 512 },
        multiview,
      }),
      reconstruct: reconstructOf(networks, files, rig, rigs),
    },
    defaults: { seed: 4, steps: 50, guidance: 3 },
    turntable: {
      elevationDeg: 'cameras' in rig ? 20 : rig.elevationDeg,
      ...('cameras' in rig && rigUp(rig)[2] !== 1 && { up: rigUp(rig) }),
      frames: 150,
      fps: 30,
    },
  };
}

const plain = <C extends { w2c: readonly number[] }>(camera: C) => ({
  ...camera,
  w2c: [...camera.w2c],
});

const ring = <R extends { azimuthsDeg: readonly number[] }>(rig: R) => ({
  ...rig,
  azimuthsDeg: [...rig.azimuthsDeg],
});
