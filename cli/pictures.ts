import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { PhotoFile } from '../src/pipeline/stages/photo.ts';
import { UsageError } from './command.ts';
import { openDiskBlob } from './runtime/disk-blob.ts';

/** Files with these extensions count as pictures. Reading a file shows whether it really is a picture. */
const PICTURE = /\.(png|jpe?g|jfif|webp|avif|gif|bmp|hei[cf])$/i;

/** Compares names by code units. The order is the same on every machine. For ASCII names, Python's `sorted` gives it too. */
const byName = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Whether a path is a file or a folder. @throws UsageError if it does not exist */
export async function existing(input: string): Promise<'file' | 'folder'> {
  const info = await stat(input).catch(() => null);
  if (info?.isFile()) return 'file';
  if (info?.isDirectory()) return 'folder';
  throw new UsageError(`${input} does not exist.`);
}

/** Checks that an output path is a folder or does not exist. @throws UsageError for a path of another kind */
export async function requireFolderOrNothing(out: string): Promise<void> {
  const info = await stat(out).catch(() => null);
  if (info && !info.isDirectory()) throw new UsageError(`${out} is not a folder.`);
}

/**
 * Paths of a folder's pictures, sorted by name. Hidden files and subfolders are left out.
 * @throws UsageError if the folder contains no pictures
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

/** Opens a picture file. The bytes stay on the disk until they are needed. */
export const openPicture = async (file: string): Promise<PhotoFile> => ({
  file: await openDiskBlob(file),
  fileName: path.basename(file),
});

/** Name of the output folder of each picture: the file name without the extension, or with it if two would be equal. */
export function outputNames(files: readonly string[]): string[] {
  const stems = files.map((file) => path.parse(file).name);
  const count = new Map<string, number>();
  for (const stem of stems) count.set(stem.toLowerCase(), (count.get(stem.toLowerCase()) ?? 0) + 1);
  return files.map((file, i) =>
    count.get(stems[i].toLowerCase()) === 1 ? stems[i] : path.basename(file),
  );
}
