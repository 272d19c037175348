import { photoStages } from '../manifest.ts';
import { readFiles, readManifest } from '../load.ts';
import type { PackSource } from '../pack-source.ts';
import type { MattingDonor } from './plan.ts';

/**
 * Reads the section `matting` of a pack, and the weight files that this section names. The pack's other files are not
 * read.
 * @throws AppError `pack-views-only` for a pack without matting, and the errors of reading a pack
 */
export async function readDonor(source: PackSource): Promise<MattingDonor> {
  const manifest = await readManifest(source);
  const { matting } = photoStages(manifest);
  return { stage: matting, files: await readFiles(source, manifest, matting.files) };
}
