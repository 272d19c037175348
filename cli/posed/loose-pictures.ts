import path from 'node:path';
import { readEntries } from '../cameras.ts';
import { UsageError } from '../command.ts';
import { existing, leftOutText, picturesIn } from '../pictures.ts';
import type { SampleFolder } from '../sample-folder.ts';
import { pairFiles } from './paired-files.ts';

/**
 * Pictures and cameras that do not lie in one sample folder. What else is in the folder of the pictures is said.
 * @throws UsageError or AppError `camera-invalid`
 */
export async function loosePictures(
  { views, cameras, masks }: { views: string; cameras: string; masks: string | null },
  warn: (line: string) => void,
): Promise<SampleFolder> {
  const entries = await readEntries(cameras);
  if ((await existing(views)) !== 'folder')
    throw new UsageError(`${views} is a file, not a folder of views.`);
  const { files, leftOut } = await picturesIn(views);
  // Cameras and masks may lie beside the pictures.
  const known = [cameras, ...(masks === null ? [] : [masks])].map((file) => path.resolve(file));
  const others = leftOut.filter(({ name }) => !known.includes(path.resolve(views, name)));
  if (others.length > 0) warn(leftOutText(others));
  const { masksBeside, ...paired } = pairFiles(entries, files, path.basename(cameras));
  const name = path.basename(path.resolve(views));
  return { name, cameras, masks: masks ?? masksBeside, ...paired };
}
