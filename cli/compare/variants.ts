import { createHash } from 'node:crypto';
import path from 'node:path';
import { DEFAULT_PACK } from '../../src/core/defaults.ts';
import { readCheckpoint } from '../../src/packs/checkpoint/index.ts';
import type { LoadedPack } from '../../src/packs/load.ts';
import { photoStages } from '../../src/packs/manifest.ts';
import { UsageError } from '../command.ts';
import { namesOf } from '../evaluate/candidates.ts';
import { openPackAt } from '../packs.ts';
import { openDiskBlob } from '../runtime/disk-blob.ts';

/** A pack with its own view embeddings, or with others. */
export interface Variant {
  /** A short name of the pack, different for each pack. */
  packName: string;
  /** The pack as it is. */
  own: LoadedPack;
  /** The pack with these embeddings. */
  pack: LoadedPack;
  /** Name of the file with the embeddings. Null: the pack's own. */
  embeds: string | null;
}

/**
 * A pack with the view embeddings of a file in place of its own.
 * @throws UsageError if they do not fit the pack, AppError if the file is no checkpoint
 */
async function withEmbeds(pack: LoadedPack, file: string): Promise<LoadedPack> {
  const { multiview } = photoStages(pack.manifest);
  const { viewEmbeds } = multiview;
  const name = path.basename(file);
  const blob = await openDiskBlob(file);
  const { index } = await readCheckpoint(blob, name);
  const own = (await pack.weights(viewEmbeds.file)).tensors.get(viewEmbeds.tensor)?.shape ?? [];
  const [[tensor, { shape }], ...others] = index.tensors;
  if (others.length > 0 || shape.join() !== own.join())
    throw new UsageError(
      `${file} has no view embeddings for ${pack.manifest.id}, which needs one tensor of ${own.join(' × ')}.`,
    );
  const sha256 = createHash('sha256')
    .update(new Uint8Array(await blob.arrayBuffer()))
    .digest('hex');
  const stages = {
    ...pack.manifest.stages,
    multiview: { ...multiview, viewEmbeds: { ...viewEmbeds, file: name, tensor } },
  };
  const files = [...pack.manifest.files, { name, bytes: blob.size, sha256 }];
  return {
    ...pack,
    manifest: { ...pack.manifest, stages, files },
    files: new Map([...pack.files, [name, blob]]),
    weights: (each) => (each === name ? Promise.resolve(index) : pack.weights(each)),
  };
}

/**
 * Each pack with each file of embeddings. Without such files, each pack with its own.
 * @param packs as typed with --packs. Empty: the default pack
 */
export async function openVariants(
  packs: readonly string[],
  embeds: readonly string[],
  root: string,
): Promise<Variant[]> {
  const typed = packs.length > 0 ? packs : [DEFAULT_PACK];
  const names = namesOf(typed);
  const embedsNames = namesOf(embeds);
  const variants: Variant[] = [];
  for (const [i, each] of typed.entries()) {
    const own = await openPackAt(each, root);
    const packName = names[i];
    if (embeds.length === 0) variants.push({ packName, own, pack: own, embeds: null });
    for (const [k, file] of embeds.entries())
      variants.push({ packName, own, pack: await withEmbeds(own, file), embeds: embedsNames[k] });
  }
  return variants;
}
