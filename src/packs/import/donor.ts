import { photoStages } from '../manifest.ts';
import { readFiles, readManifest } from '../load.ts';
import type { PackSource } from '../pack-source.ts';
import type { MattingDonor } from './plan.ts';

/**
 * Reads the matting stage and its weight files of a pack. The pack's other files are not read.
 * @throws AppError `pack-views-only` for a pack without matting, and what reading a pack throws
 */
export async function readDonor(source: PackSource): Promise<MattingDonor> {
  const manifest = await readManifest(source);
  const { matting } = photoStages(manifest);
  return { stage: matting, files: await readFiles(source, manifest, matting.files) };
}
