import { AppError } from '../../core/errors.ts';
import type { TensorList, WeightEntry } from '../../graphs/weights.ts';
import { parseManifest, type PackManifest, type PhotoStages } from '../manifest.ts';
import { checkRigs } from '../rig-guard.ts';
import { layOut, type Shard, type StoredType } from './write/layout.ts';
import { manifestOf, type Naming, type PartFiles } from './manifest-of.ts';
import type { WeightPart, WeightSource } from './parts.ts';
import { partRigs, type RigOwner, type RigPart } from './rig-claims.ts';
import type { Survey } from './survey.ts';
import { VIEW_EMBEDS } from '../../families/view-embeds/check.ts';

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

/** The embeddings' tensor, whatever its name was. */
function renamed({ sources }: WeightPart, from: string): WeightSource[] {
  return sources.map(({ index, blob }) => {
    const tensors = new Map<string, WeightEntry>();
    for (const [name, entry] of index.tensors) if (name === from) tensors.set(VIEW_EMBEDS, entry);
    return { blob, index: { ...index, tensors } };
  });
}

const STEMS = {
  unet: 'unet',
  vae: 'vae',
  imageEncoder: 'clip',
  gslrm: 'gslrm',
  lgm: 'lgm',
} as const;

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
  const { networks, viewEmbeds, rig, remover, missing } = survey;
  if (missing.length > 0 || rig === null) throw incomplete(missing);
  const { type = 'F16', allowMixedRigs = false } = choices;
  const rigs = partRigs(survey, choices.rigs);
  // The autoencoder is small and paints what everybody sees.
  const floats = type === 'F32' ? type : 'F16';

  const files: PartFiles = {};
  const shards: Shard[] = [];
  const lay = (
    key: keyof PartFiles,
    stem: string,
    tensors: TensorList,
    sources: readonly WeightSource[],
    stored = type,
  ) => {
    const laid = layOut(stem, tensors, sources, stored);
    shards.push(...laid);
    Object.assign(files, { [key]: laid.map(({ name }) => name) });
  };
  for (const key of Object.keys(STEMS) as (keyof typeof STEMS)[]) {
    const network = networks[key];
    if (!network) continue;
    lay(key, STEMS[key], network.tensors, network.part.sources, key === 'vae' ? floats : type);
  }
  if (viewEmbeds) {
    const sources = renamed(viewEmbeds.part, viewEmbeds.tensor);
    const shape = sources[0].index.tensors.get(VIEW_EMBEDS)?.shape ?? [];
    lay('viewEmbeds', 'view_embeds', new Map([[VIEW_EMBEDS, shape]]), sources, floats);
  }

  const matting: PhotoStages['matting'] = remover
    ? { kind: 'onnx', files: ['matting.onnx'], config: remover.config }
    : donor.stage;
  const own = remover ? new Map([['matting.onnx', remover.blob]]) : donor.files;
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
