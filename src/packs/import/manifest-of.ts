import type { Localised } from '../../core/languages.ts';
import { rigUp, type Rig } from '../../core/camera/rig.ts';
import type { Role } from '../../families/family.ts';
import { multiviewModel, reconstructors } from '../../families/index.ts';
import type { ReconstructSection } from '../../families/reconstructor.ts';
import type { PackManifest, PhotoStages } from '../manifest.ts';
import type { Networks } from './fit.ts';
import { licenceOf } from './licences.ts';
import type { RigPart } from './rig-claims.ts';
import type { Survey } from './survey.ts';

/** Names of the pack's weight files, by the role of their network. */
export type FilesByRole = Partial<Record<Role, string[]>>;

/** Id and title of a pack. The user chooses them. */
export interface PackNames {
  id: string;
  title: Localised;
}

/** Width of the square views in pixels, for a pack without a multi-view model. */
const VIEW_SIZE = 512;

function reconstructOf(
  networks: Networks,
  files: FilesByRole,
  packRig: Rig,
  rig: string,
): ReconstructSection {
  const network = networks.reconstructor;
  const family = reconstructors.find((each) => each === network?.family);
  if (!network || !family || !files.reconstructor) throw new Error('a pack needs a reconstructor');
  const viewSize = multiviewModel.viewSizeIn(networks) ?? VIEW_SIZE;
  return family.sectionOf(network.config, { files: files.reconstructor, packRig, rig, viewSize });
}

/**
 * Makes pack.json of an imported pack, without the list of files. Without a multi-view model there is no matting and no
 * centring, and the pack takes posed views only.
 *
 * @param matting the section `matting`; its weight files are copied into the pack
 * @param rigs for each part, the id of the rig that it was trained with
 * @param mixedRigs whether the user allows parts of different rigs
 */
export function manifestOf(
  survey: Survey & { rig: Rig },
  { id, title }: PackNames,
  files: FilesByRole,
  rigs: Record<RigPart, string>,
  matting: PhotoStages['matting'],
  mixedRigs: boolean,
): Omit<PackManifest, 'files'> {
  const { networks, rig, licences, scheduler } = survey;
  const multiviewStage = multiviewModel.sectionOf(networks, files, rigs, scheduler);
  return {
    format: 'mouse-facelift-pack',
    version: 2,
    id,
    title,
    licence: licenceOf(networks, licences),
    rig:
      'cameras' in rig ? { ...rig, cameras: [...rig.cameras].map(copiedCamera) } : copiedRing(rig),
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

const copiedCamera = <C extends { w2c: readonly number[] }>(camera: C) => ({
  ...camera,
  w2c: [...camera.w2c],
});

const copiedRing = <R extends { azimuthsDeg: readonly number[] }>(rig: R) => ({
  ...rig,
  azimuthsDeg: [...rig.azimuthsDeg],
});
