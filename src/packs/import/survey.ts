import type { Rig } from '../../core/camera/camera.ts';
import { parseCameras } from '../../core/camera/opencv-cameras.ts';
import { recogniseRemover, type RecognisedRemover } from '../../families/onnx-remover/recognise.ts';
import { FACELIFT_RIG, LGM_RIG, requireCameras, rigOf } from './cameras.ts';
import { chooseParts } from './choose.ts';
import { collect, type Collected } from './collect.ts';
import { fitNetworks, type Networks } from './networks.ts';
import { folderOf, type ImportFile, type ImportNote, type WeightPart } from './parts.ts';
import {
  denoisingSchedule,
  FACELIFT_SCHEDULER,
  schedulerOf,
} from '../../families/multiview/scheduler-config.ts';
import { requireTogether, takesLabels } from '../../families/multiview/together.ts';
import { checkViewEmbeds } from '../../families/view-embeds/check.ts';

/** A part without which there is no pack. */
export type MissingPart =
  'unet' | 'vae' | 'imageEncoder' | 'viewEmbeds' | 'reconstructor' | 'cameras';

/** What a set of files is to a pack: what is there, what is missing, what was assumed. */
export interface Survey {
  /** The file or files taken for each part, complete or not. */
  parts: readonly WeightPart[];
  networks: Networks;
  viewEmbeds?: { part: WeightPart; tensor: string };
  /** Null where no cameras were given and none can be assumed. */
  rig: Rig | null;
  camerasPath?: string;
  scheduler: typeof FACELIFT_SCHEDULER;
  remover?: RecognisedRemover & ImportFile;
  licences: readonly { path: string; text: string }[];
  /** Empty: a pack can be made. */
  missing: MissingPart[];
  notes: ImportNote[];
}

const has = (value: unknown, key: string): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key);

/**
 * Looks at everything that was dropped, reading headers only.
 *
 * @throws AppError of a file that is damaged, unsafe, or a network that does not fit its config
 */
export async function survey(files: readonly ImportFile[]): Promise<Survey> {
  const { parts, json, onnx, licences, notes } = await collect(files);
  const { rig: brought, path: camerasPath } = broughtRig(json);
  const ownCameras = brought !== undefined && brought.id !== FACELIFT_RIG.id;
  const { chosen, notes: lost } = chooseParts(parts, ownCameras);
  const { networks, notes: assumed } = fitNetworks(chosen);
  notes.push(...lost, ...assumed);
  if (chosen.imageEncoder && networks.unet && !takesLabels(networks.unet)) {
    notes.push({ code: 'not-needed', path: chosen.imageEncoder.path });
    delete networks.imageEncoder;
    delete chosen.imageEncoder;
  }
  requireTogether(networks);
  for (const { path } of onnx.slice(1)) notes.push({ code: 'not-used', path });

  const schedule = denoisingSchedule(json);
  const scheduler = schedule ? schedulerOf(schedule.value, schedule.path) : FACELIFT_SCHEDULER;
  if (networks.unet && !schedule)
    notes.push({ code: 'scheduler-assumed', path: networks.unet.part.path });

  const views = networks.unet?.config.num_views ?? FACELIFT_RIG.azimuthsDeg.length;
  const assumedRig = networks.lgm && !networks.unet ? LGM_RIG : FACELIFT_RIG;
  if (brought && camerasPath && networks.unet) requireCameras(brought, camerasPath, views);
  const rig = brought ?? (views === FACELIFT_RIG.azimuthsDeg.length ? assumedRig : null);

  const remover = onnx[0] && {
    ...(await recogniseRemover(onnx[0].blob, onnx[0].path)),
    ...onnx[0],
  };
  const viewEmbeds =
    chosen.viewEmbeds && networks.unet
      ? {
          part: chosen.viewEmbeds,
          tensor: checkViewEmbeds(chosen.viewEmbeds, networks.unet.config),
        }
      : undefined;
  const missing = missingParts(networks, chosen.viewEmbeds !== undefined, rig);
  const reconstructor = chosen.gslrm ?? chosen.lgm;
  if (missing.length === 0 && reconstructor && !networks.unet)
    notes.push({ code: 'views-only', path: reconstructor.path });
  const taken = Object.values(chosen).filter((part) => part !== undefined);
  return {
    parts: taken,
    networks,
    viewEmbeds,
    rig,
    camerasPath,
    scheduler,
    remover,
    licences: licences.filter(({ path }) => taken.some((part) => coversPart(path, part))),
    notes,
    missing,
  };
}

/** A licence holds for what lies in its folder and below; whole environments may have been dropped, with those of their libraries. */
const coversPart = (licence: string, { path }: WeightPart): boolean =>
  path.startsWith(folderOf(licence));

/** The cameras that were brought. Of several files one that is not FaceLift's own goes first: it is there on purpose. */
function broughtRig(json: Collected['json']): { rig?: Rig; path?: string } {
  const files = json.filter(({ value }) => has(value, 'frames'));
  const rigs = files.map(({ value, path }) => ({
    rig: rigOf(parseCameras(value, path), path),
    path,
  }));
  return rigs.find(({ rig }) => rig.id !== FACELIFT_RIG.id) ?? rigs[0] ?? {};
}

/** A reconstructor alone makes a pack for posed views; anything of a multi-view model asks for all of it. */
function missingParts(networks: Networks, embeds: boolean, rig: Rig | null): MissingPart[] {
  const { unet, vae, imageEncoder, gslrm, lgm } = networks;
  const missing: MissingPart[] = [];
  if (unet || vae || imageEncoder || embeds) {
    if (!unet) missing.push('unet');
    if (!vae) missing.push('vae');
    if (!embeds) missing.push('viewEmbeds');
    // Without the UNet nobody knows; every FaceLift has one.
    const encodes = unet ? takesLabels(unet) : true;
    if (encodes && !imageEncoder) missing.push('imageEncoder');
  }
  if (!gslrm && !lgm) missing.push('reconstructor');
  if (!rig) missing.push('cameras');
  return missing;
}
