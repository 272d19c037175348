import { photoStages } from '../manifest.ts';
import { readFiles, readManifest } from '../load.ts';
import type { PackSource } from '../pack-source.ts';
import type { MattingDonor } from './plan.ts';

/** The matting network of a pack, read and checked without the rest of it. */
export async function readDonor(source: PackSource): Promise<MattingDonor> {
  const manifest = await readManifest(source);
  const { matting } = photoStages(manifest);
  return { stage: matting, files: await readFiles(source, manifest, matting.files) };
}
