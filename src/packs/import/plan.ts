import { AppError } from '../../core/errors.ts';
import type { RigOwner } from '../../families/family.ts';
import type { WeightEntry } from '../../graphs/weights.ts';
import { parseManifest, type PackManifest, type PhotoStages } from '../manifest.ts';
import { checkRigs } from '../rig-guard.ts';
import { layOut, type Shard, type StoredType } from './write/layout.ts';
import { manifestOf, type Naming, type PartFiles } from './manifest-of.ts';
import type { FittedPart } from './fit.ts';
import type { WeightSource } from './parts.ts';
import { partRigs, type RigPart } from './rig-claims.ts';
import type { Survey } from './survey.ts';

/** The matting network that a pack gets when no remover was brought: that of the pack that ships. */
export interface MattingDonor {
  stage: PhotoStages['matting'];
  files: ReadonlyMap<string, Blob>;
}

export interface ImportChoices extends Naming {
  /** Default F16: half precision is what FaceLift itself runs in. Quantised is for GPUs that cannot compute in it. */
  type?: StoredType;
  /** Whose cameras a part was trained with, where the user says so. */
  rigs?: Readonly<Partial<Record<RigPart, RigOwner>>>;
  /** Make the pack although its parts know different cameras. */
  allowMixedRigs?: boolean;
}

/** A file that is taken as it is. */
export interface Copy {
  name: string;
  blob: Blob;
}

/** Everything that will be written, known before a byte is. */
export interface ImportPlan {
  manifest: Omit<PackManifest, 'files'>;
  shards: readonly Shard[];
  copies: readonly Copy[];
  totalBytes: number;
}

const incomplete = (missing: readonly string[]) =>
  new AppError('import-incomplete', {
    message: `a pack also needs: ${missing.join(', ')}`,
    stage: 'load',
    values: { missing: missing.join(', ') },
  });

/** The sources with their tensors under the names that the pack gives them. */
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

/** The files of one network. A pack of whole-number weights may still keep some networks in floats. */
function shardsOf({ family, checkpoint, config, tensors }: FittedPart, type: StoredType): Shard[] {
  const floats = type === 'F32' ? type : 'F16';
  const stored = family.keepsFloats ? floats : type;
  const names = family.renames?.(config);
  if (!names) return layOut(family.stem, tensors, checkpoint.sources, stored);
  const list = new Map([...tensors].map(([name, shape]) => [names.get(name) ?? name, shape]));
  return layOut(family.stem, list, renamed(checkpoint.sources, names), stored);
}

/**
 * Turns what was found and what the user chose into a list of files to write.
 *
 * @throws AppError `import-incomplete`, `rig-unstated`, `pack-mismatch` or that of an invalid choice
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

  const files: PartFiles = {};
  const shards: Shard[] = [];
  for (const network of Object.values(networks)) {
    const laid = shardsOf(network, type);
    shards.push(...laid);
    files[network.family.role] = laid.map(({ name }) => name);
  }

  const matting = remover ? remover.stage : donor.stage;
  const own = remover ? new Map([[matting.files[0], remover.blob]]) : donor.files;
  const copies = networks.unet ? [...own].map(([name, blob]) => ({ name, blob })) : [];

  const manifest = manifestOf({ ...survey, rig }, choices, files, rigs, matting, allowMixedRigs);
  const sizes = [
    ...shards.map(({ name, bytes }) => ({ name, bytes })),
    ...copies.map(({ name, blob }) => ({ name, bytes: blob.size })),
  ];
  const zeros = '0'.repeat(64);
  const whole = parseManifest({
    ...manifest,
    files: sizes.map((file) => ({ ...file, sha256: zeros })),
  });
  checkRigs(whole, allowMixedRigs);
  return {
    manifest,
    shards,
    copies,
    totalBytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
