import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { PhotoFile } from '../src/pipeline/stages/photo.ts';
import { UsageError } from './command.ts';
import { openDiskBlob } from './runtime/disk-blob.ts';

/** Files with these endings count as pictures. Whether a file really is one is found out when it is read. */
const PICTURE = /\.(png|jpe?g|jfif|webp|avif|gif|bmp|hei[cf])$/i;

/** Order by code units. It is the same on every machine, and for ASCII names the same as Python's `sorted`. */
const byName = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Whether a path is a file or a folder. @throws UsageError if it does not exist */
export async function existing(input: string): Promise<'file' | 'folder'> {
  const info = await stat(input).catch(() => null);
  if (info?.isFile()) return 'file';
  if (info?.isDirectory()) return 'folder';
  throw new UsageError(`${input} does not exist.`);
}

/** Checks that an output path is a folder or does not exist. @throws UsageError if it is something else */
export async function requireFolderOrNothing(out: string): Promise<void> {
  const info = await stat(out).catch(() => null);
  if (info && !info.isDirectory()) throw new UsageError(`${out} is not a folder.`);
}

/**
 * Paths of a folder's pictures, sorted by name. Hidden files and the folders in it are left out.
 * @throws UsageError if there are no pictures
 */
export async function picturesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .filter((name) => PICTURE.test(name));
  if (names.length === 0) throw new UsageError(`${folder} contains no pictures.`);
  return names.sort(byName).map((name) => path.join(folder, name));
}

/** Opens a picture file. Its bytes are read from the disk when they are needed. */
export const openPicture = async (file: string): Promise<PhotoFile> => ({
  file: await openDiskBlob(file),
  fileName: path.basename(file),
});

/** Name of the output folder of each picture: its name without ending. If two would be equal, with ending. */
export function outputNames(files: readonly string[]): string[] {
  const stems = files.map((file) => path.parse(file).name);
  const count = new Map<string, number>();
  for (const stem of stems) count.set(stem.toLowerCase(), (count.get(stem.toLowerCase()) ?? 0) + 1);
  return files.map((file, i) =>
    count.get(stems[i].toLowerCase()) === 1 ? stems[i] : path.basename(file),
  );
}
