import { rigUp, type Rig } from '../../core/camera/rig.ts';
import type { Role } from '../../families/family.ts';
import { multiview, reconstructors } from '../../families/index.ts';
import type { ReconstructStage } from '../../families/reconstructor.ts';
import type { PackManifest, PhotoStages } from '../manifest.ts';
import type { Networks } from './fit.ts';
import { licenceOf } from './licences.ts';
import type { RigPart } from './rig-claims.ts';
import type { Survey } from './survey.ts';

/** Names of the files that each part was laid out in. */
export type PartFiles = Partial<Record<Role, string[]>>;

/** What a pack needs besides what was imported. */
export interface Naming {
  id: string;
  title: { en: string; ko: string };
}

/** Views are squares of this many pixels where no multi-view model says otherwise. */
const VIEW_SIZE = 512;

function reconstructOf(
  networks: Networks,
  files: PartFiles,
  packRig: Rig,
  rig: string,
): ReconstructStage {
  const network = networks.reconstructor;
  const family = reconstructors.find((each) => each === network?.family);
  if (!network || !family || !files.reconstructor) throw new Error('a pack needs a reconstructor');
  const viewSize = multiview.viewSizeIn(networks) ?? VIEW_SIZE;
  return family.stageOf(network.config, { files: files.reconstructor, packRig, rig, viewSize });
}

/**
 * The pack.json of imported parts, whose files are not yet written.
 *
 * @param matting the stage, its file among those to be copied; without a multi-view model the pack takes posed views only
 */
export function manifestOf(
  survey: Survey & { rig: Rig },
  { id, title }: Naming,
  files: PartFiles,
  rigs: Record<RigPart, string>,
  matting: PhotoStages['matting'],
  mixedRigs: boolean,
): Omit<PackManifest, 'files'> {
  const { networks, rig, licences, scheduler } = survey;
  const multiviewStage = multiview.stageOf(networks, files, rigs, scheduler);
  return {
    format: 'mouse-facelift-pack',
    version: 2,
    id,
    title,
    licence: licenceOf(networks, licences),
    rig: 'cameras' in rig ? { ...rig, cameras: [...rig.cameras].map(plain) } : ring(rig),
    ...(mixedRigs && { mixedRigs: true as const }),
    stages: {
      ...(multiviewStage && {
        matting,
        centring: { method: 'pixel_based' as const, ratio: 0.3, size: 512 },
        multiview: multiviewStage,
      }),
      reconstruct: reconstructOf(networks, files, rig, rigs.reconstructor),
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
