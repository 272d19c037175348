import { MARK_BYTES } from '../../core/file-marks.ts';
import { cameraInvalid, camerasOf, readCameraJson } from '../../core/camera/files/index.ts';
import { rigFault } from '../../core/camera/rig-faults.ts';
import { viewsOfRig, type Rig } from '../../core/camera/rig.ts';
import { AppError } from '../../core/errors.ts';
import { FACELIFT_RIG } from '../../families/facelift-rig.ts';
import type { Role } from '../../families/family.ts';
import { multiviewModel, removers } from '../../families/index.ts';
import type { RecognisedRemover } from '../../families/remover.ts';
import { named, quoted } from '../../core/quoted.ts';
import { readRange } from '../checkpoint/errors.ts';
import { otherKind } from '../checkpoint/file-kinds.ts';
import { requireCameras, rigOf } from './cameras.ts';
import { chooseCheckpoints } from './choose.ts';
import { collect, type Collected, type OnFile } from './collect.ts';
import { fitNetworks, type Networks } from './fit.ts';
import { isWanted } from './choose-model.ts';
import { folderOf, isRecord } from './parts.ts';
import type {
  ImportFile,
  ImportNote,
  ModelChoice,
  RecognisedCheckpoint,
  WantedModel,
} from './parts.ts';

/** Something that a pack needs and that the files do not contain: a network of this role, or cameras. */
export type MissingPart = Role | 'cameras';

/** The result of examining a set of files: the networks, cameras and licences for a pack, and what is missing. */
export interface Survey {
  /** The checkpoint that was chosen for each role. */
  parts: readonly RecognisedCheckpoint[];
  /** The same checkpoints with their configs. Every tensor that the networks need was found. */
  networks: Networks;
  /** Null if no camera file was given and no rig can be assumed. */
  rig: Rig | null;
  /** The camera file that `rig` was read from, if there is one. */
  camerasPath?: string;
  scheduler: ReturnType<typeof multiviewModel.schedulerAmong>['scheduler'];
  remover?: RecognisedRemover & ImportFile;
  licences: readonly { path: string; text: string }[];
  /** The choices among several models in one file. */
  choices: readonly (ModelChoice & { path: string })[];
  /** If the list is empty, a pack can be made. */
  missing: MissingPart[];
  notes: ImportNote[];
}

/**
 * Recognises the files, and chooses those that a pack is made of. Only the headers of weight files are read.
 *
 * @param onFile called before each file, or each piece of a background remover, is read
 * @param wanted the models that the user wants, of files with several
 * @throws AppError `checkpoint-invalid`, `checkpoint-unsafe`, `remover-unknown`, `cameras-unfit` or `camera-invalid`
 * for a file that cannot be used
 * @throws AppError `config-invalid` for a number of a config that is not allowed
 * @throws AppError `checkpoint-unfit` for a network that is incomplete, or does not fit its config or the other networks
 * @throws AppError `weights-key-unknown` if no file has a model that the user wants
 * @throws AppError `embeds-invalid` for view embeddings that do not fit the UNet
 */
export async function survey(
  files: readonly ImportFile[],
  onFile: OnFile = () => undefined,
  wanted: readonly WantedModel[] = [],
): Promise<Survey> {
  const { parts, json, onnx, licences, notes, keys } = await collect(files, onFile, wanted);
  requireKnown(wanted, keys);
  const { rig: givenRig, path: camerasPath } = rigInFiles(json);
  const ownCameras = givenRig !== undefined && givenRig.id !== FACELIFT_RIG.id;
  const { chosen, notes: notChosen } = chooseCheckpoints(parts, ownCameras);
  const { networks, notes: assumed } = fitNetworks(chosen);
  notes.push(...notChosen, ...assumed);
  if (chosen.imageEncoder && multiviewModel.hasIdleEncoder(networks)) {
    notes.push({ code: 'not-needed', path: chosen.imageEncoder.path });
    delete networks.imageEncoder;
    delete chosen.imageEncoder;
  }
  multiviewModel.requireMatching(networks);
  for (const { path } of onnx.slice(1)) notes.push({ code: 'not-used', path });

  const { scheduler, assumed: schedulerAssumed } = multiviewModel.schedulerAmong(json);
  if (networks.unet && schedulerAssumed)
    notes.push({ code: 'scheduler-assumed', path: networks.unet.checkpoint.path });

  const views = multiviewModel.viewsIn(networks);
  if (givenRig && camerasPath && views) requireCameras(givenRig, camerasPath, views);
  const rig = givenRig ?? assumedRig(networks, views);
  const remover = onnx[0] && { ...(await recogniseRemover(onnx[0], onFile)), ...onnx[0] };
  const missing: MissingPart[] = [
    ...multiviewModel.missingRoles(networks),
    ...(networks.reconstructor ? [] : ['reconstructor' as const]),
    ...(rig ? [] : ['cameras' as const]),
  ];
  if (missing.length === 0 && chosen.reconstructor && !networks.unet)
    notes.push({ code: 'views-only', path: chosen.reconstructor.path });
  const taken = Object.values(chosen);
  const choices = choicesOf(taken);
  for (const { path, keys: list, key, why } of choices) {
    const isSaid = notes.some(
      (note) =>
        note.code === 'average-unusable' &&
        note.path === path &&
        list.every((each) => each === key || each === note.values?.average),
    );
    if (!isSaid)
      notes.push({ code: `several-${why}`, path, values: { keys: list.join(', '), key } });
  }
  return {
    parts: taken,
    networks,
    rig,
    camerasPath,
    scheduler,
    remover,
    choices,
    licences: licences.filter(({ path }) => taken.some((part) => coversCheckpoint(path, part))),
    notes,
    missing,
  };
}

/** The choices among several models. Networks of one file that have the same keys are one choice. */
function choicesOf(parts: readonly RecognisedCheckpoint[]): Survey['choices'] {
  const choices = new Map<string, Survey['choices'][number]>();
  for (const { path, choice } of parts)
    if (choice) choices.set(JSON.stringify([path, choice]), { path, ...choice });
  return [...choices.values()];
}

/** @throws AppError `weights-key-unknown`, with the keys that there are, for a model that no file has */
function requireKnown(wanted: readonly WantedModel[], keys: Collected['keys']): void {
  const unknown = wanted.find((each) => !keys.some(({ path, key }) => isWanted(each, path, key)));
  if (!unknown) return;
  const list = [...new Set(keys.map(({ key }) => key))].join(', ') || '–';
  throw new AppError('weights-key-unknown', {
    message: `there is no key ${quoted(unknown.key)}`,
    stage: 'load',
    values: { key: named(unknown.key), keys: list },
  });
}

/**
 * The rig of a pack without a camera file. A reconstructor without a UNet gets the rig that all checkpoints of its
 * family were trained with, if the family has one (`ownRig`). Otherwise the rig is FaceLift's. Null if the multi-view
 * model has another number of views than FaceLift.
 */
function assumedRig({ unet, reconstructor }: Networks, views: number | undefined): Rig | null {
  const own = unet ? undefined : reconstructor?.family.ownRig;
  const facelift = viewsOfRig(FACELIFT_RIG);
  return (views ?? facelift) === facelift ? (own ?? FACELIFT_RIG) : null;
}

/**
 * Recognises the background remover in an ONNX file.
 * @throws AppError `remover-unknown` if no family recognises it, `checkpoint-invalid` if it cannot be read
 */
async function recogniseRemover(
  { blob, path }: ImportFile,
  onFile: OnFile,
): Promise<RecognisedRemover> {
  const start = await readRange(blob, 0, Math.min(MARK_BYTES, blob.size), path);
  let refusal: unknown = otherKind(path, start);
  if (refusal) throw refusal;
  for (const remover of removers) {
    if (!remover.recognise) continue;
    try {
      return await remover.recognise(blob, path, () => onFile(path));
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}

/**
 * Whether a licence file covers a checkpoint. A licence file covers the folder that contains it, and the folders below.
 * Other licence files are left out, because a user may drop a whole Python environment with the licences of its
 * libraries.
 */
const coversCheckpoint = (licence: string, { path }: RecognisedCheckpoint): boolean =>
  path.startsWith(folderOf(licence));

/**
 * The rig of the camera file, and the path of this file. If there are several camera files, the first one that does not
 * describe FaceLift's cameras is used, because a user adds this file on purpose.
 */
function rigInFiles(json: Collected['json']): { rig?: Rig; path?: string } {
  const files = json.filter(({ value }) => isRecord(value) && Object.hasOwn(value, 'frames'));
  const rigs = files.map(({ value, path }) => {
    const cameras = camerasOf(readCameraJson(value, path), path);
    const fault = rigFault(cameras);
    if (fault) throw cameraInvalid(path, fault);
    return { rig: rigOf(cameras, path), path };
  });
  return rigs.find(({ rig }) => rig.id !== FACELIFT_RIG.id) ?? rigs[0] ?? {};
}
