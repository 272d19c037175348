import { AppError } from '../../core/errors.ts';
import type { RigOwner } from '../../families/family.ts';
import type { WeightEntry } from '../../graphs/weights.ts';
import { parseManifest, type PackManifest, type PhotoStages } from '../manifest.ts';
import { checkRigs } from '../check-rigs.ts';
import { layOut, type PlannedShard, type StoredType } from './write/layout.ts';
import { manifestOf, type PackNames, type FilesByRole } from './manifest-of.ts';
import type { FittedNetwork } from './fit.ts';
import type { WeightSource } from './parts.ts';
import { partRigs, type RigPart } from './rig-claims.ts';
import type { Survey } from './survey.ts';

/** The section `matting` of another pack, and its weight files. They are used if the files to import contain no remover. */
export interface MattingDonor {
  stage: PhotoStages['matting'];
  files: ReadonlyMap<string, Blob>;
}

/** What the user chooses. */
export interface ImportChoices extends PackNames {
  /** The default is F16, because FaceLift runs in half precision. Quantised types are for GPUs without half precision. */
  type?: StoredType;
  /** The user's answers: whose cameras each part was trained with. */
  rigs?: Readonly<Partial<Record<RigPart, RigOwner>>>;
  /** True to make the pack even if its parts were trained with different cameras. */
  allowMixedRigs?: boolean;
}

/** A file that is copied without changes. */
export interface CopiedFile {
  name: string;
  blob: Blob;
}

/** Everything that an import will write. The plan is complete before the first byte is written. */
export interface ImportPlan {
  manifest: Omit<PackManifest, 'files'>;
  shards: readonly PlannedShard[];
  copies: readonly CopiedFile[];
  totalBytes: number;
}

const incomplete = (missing: readonly string[]) =>
  new AppError('import-incomplete', {
    message: `a pack also needs ${missing.join(', ')}`,
    stage: 'load',
    values: { missing: missing.join(', ') },
  });

/** The sources, with the tensor names of the pack. @param names new name by old name; other names stay */
function renamed(
  sources: readonly WeightSource[],
  names: ReadonlyMap<string, string>,
): WeightSource[] {
  return sources.map(({ index, blob }) => {
    const tensors = new Map<string, WeightEntry>();
    for (const [name, entry] of index.tensors) tensors.set(names.get(name) ?? name, entry);
    return { blob, index: { ...index, tensors } };
  });
}

/** Plans the files of one network. Weights of a family with `keepsFloats` are F16 even in a quantised pack. */
function shardsOf(
  { family, checkpoint, config, tensors }: FittedNetwork,
  type: StoredType,
): PlannedShard[] {
  const floats = type === 'F32' ? type : 'F16';
  const stored = family.keepsFloats ? floats : type;
  const names = family.renames?.(config);
  if (!names) return layOut(family.stem, tensors, checkpoint.sources, stored);
  const list = new Map([...tensors].map(([name, shape]) => [names.get(name) ?? name, shape]));
  return layOut(family.stem, list, renamed(checkpoint.sources, names), stored);
}

/**
 * Plans the files of a pack from what was found and what the user chose.
 *
 * @throws AppError `import-incomplete` if a network or the cameras are missing
 * @throws AppError `rig-unstated` if the user must be asked about a rig
 * @throws AppError `pack-mismatch` if the parts have different rigs and the user did not allow this
 * @throws AppError `pack-invalid` for an invalid choice
 */
export function planImport(
  survey: Survey,
  choices: ImportChoices,
  donor: MattingDonor,
): ImportPlan {
  const { networks, rig, remover, missing } = survey;
  if (missing.length > 0 || rig === null) throw incomplete(missing);
  const { type = 'F16', allowMixedRigs = false } = choices;
  const rigs = partRigs(survey, choices.rigs);

  const files: FilesByRole = {};
  const shards: PlannedShard[] = [];
  for (const network of Object.values(networks)) {
    const own = shardsOf(network, type);
    shards.push(...own);
    files[network.family.role] = own.map(({ name }) => name);
  }

  const matting = remover ? remover.stage : donor.stage;
  const mattingFiles = remover ? new Map([[matting.files[0], remover.blob]]) : donor.files;
  const copies = networks.unet ? [...mattingFiles].map(([name, blob]) => ({ name, blob })) : [];

  const manifest = manifestOf({ ...survey, rig }, choices, files, rigs, matting, allowMixedRigs);
  const sizes = [
    ...shards.map(({ name, bytes }) => ({ name, bytes })),
    ...copies.map(({ name, blob }) => ({ name, bytes: blob.size })),
  ];
  const zeros = '0'.repeat(64);
  const parsed = parseManifest({
    ...manifest,
    files: sizes.map((file) => ({ ...file, sha256: zeros })),
  });
  checkRigs(parsed, allowMixedRigs);
  return {
    manifest,
    shards,
    copies,
    totalBytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
