import { parseCameras } from '../../core/camera/opencv-cameras.ts';
import { viewsOfRig, type Rig } from '../../core/camera/rig.ts';
import { FACELIFT_RIG } from '../../families/facelift-rig.ts';
import type { Role } from '../../families/family.ts';
import { multiview, removers } from '../../families/index.ts';
import type { RecognisedRemover } from '../../families/remover.ts';
import { requireCameras, rigOf } from './cameras.ts';
import { chooseParts } from './choose.ts';
import { collect, type Collected } from './collect.ts';
import { fitNetworks, type Networks } from './fit.ts';
import { folderOf, type ImportFile, type ImportNote, type WeightPart } from './parts.ts';

/** A part without which there is no pack. */
export type MissingPart = Role | 'cameras';

/** What a set of files is to a pack: what is there, what is missing, what was assumed. */
export interface Survey {
  /** The file or files taken for each part, complete or not. */
  parts: readonly WeightPart[];
  networks: Networks;
  /** Null where no cameras were given and none can be assumed. */
  rig: Rig | null;
  camerasPath?: string;
  scheduler: ReturnType<typeof multiview.schedulerAmong>['scheduler'];
  remover?: RecognisedRemover & ImportFile;
  licences: readonly { path: string; text: string }[];
  /** Empty: a pack can be made. */
  missing: MissingPart[];
  notes: ImportNote[];
}

const has = (value: unknown, key: string): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key);

/**
 * Examines everything that was dropped. Only headers are read.
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
  if (chosen.imageEncoder && multiview.hasIdleEncoder(networks)) {
    notes.push({ code: 'not-needed', path: chosen.imageEncoder.path });
    delete networks.imageEncoder;
    delete chosen.imageEncoder;
  }
  multiview.requireTogether(networks);
  for (const { path } of onnx.slice(1)) notes.push({ code: 'not-used', path });

  const { scheduler, assumed: noSchedule } = multiview.schedulerAmong(json);
  if (networks.unet && noSchedule)
    notes.push({ code: 'scheduler-assumed', path: networks.unet.checkpoint.path });

  const views = multiview.viewsIn(networks);
  if (brought && camerasPath && views) requireCameras(brought, camerasPath, views);
  const rig = brought ?? assumedRig(networks, views);
  const remover = onnx[0] && { ...(await recogniseRemover(onnx[0])), ...onnx[0] };
  const missing: MissingPart[] = [
    ...multiview.missingParts(networks),
    ...(networks.reconstructor ? [] : ['reconstructor' as const]),
    ...(rig ? [] : ['cameras' as const]),
  ];
  if (missing.length === 0 && chosen.reconstructor && !networks.unet)
    notes.push({ code: 'views-only', path: chosen.reconstructor.path });
  const taken = Object.values(chosen);
  return {
    parts: taken,
    networks,
    rig,
    camerasPath,
    scheduler,
    remover,
    licences: licences.filter(({ path }) => taken.some((part) => coversPart(path, part))),
    notes,
    missing,
  };
}

/** The rig of a pack without a camera file: FaceLift's if it has as many views, or the one of a reconstructor alone. */
function assumedRig({ unet, reconstructor }: Networks, views: number | undefined): Rig | null {
  const own = unet ? undefined : reconstructor?.family.ownRig;
  const facelift = viewsOfRig(FACELIFT_RIG);
  return (views ?? facelift) === facelift ? (own ?? FACELIFT_RIG) : null;
}

/** @throws AppError `remover-unknown` for a file that no family recognises */
async function recogniseRemover({ blob, path }: ImportFile): Promise<RecognisedRemover> {
  let refusal: unknown;
  for (const remover of removers) {
    if (!remover.recognise) continue;
    try {
      return await remover.recognise(blob, path);
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}

/** A licence covers what lies in its folder and below. Whole environments may have been dropped, with their libraries' licences. */
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
