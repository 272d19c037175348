import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { PhotoFile } from '../src/pipeline/stages/photo.ts';
import { UsageError } from './command.ts';
import { openDiskBlob } from './runtime/disk-blob.ts';

/** A file is taken for a picture by its name; whether it is one shows when it is read. */
const PICTURE = /\.(png|jpe?g|jfif|webp|avif|gif|bmp|hei[cf])$/i;

/** Order by name, the same on every machine: code units, as Python's `sorted` for all that is ASCII. */
const byName = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** A file or a folder that exists. @throws UsageError where it does not */
export async function existing(place: string): Promise<'file' | 'folder'> {
  const info = await stat(place).catch(() => null);
  if (info?.isFile()) return 'file';
  if (info?.isDirectory()) return 'folder';
  throw new UsageError(`${place} is not there.`);
}

/** @throws UsageError for a place that cannot become a folder */
export async function mayBecomeFolder(place: string): Promise<void> {
  const info = await stat(place).catch(() => null);
  if (info && !info.isDirectory()) throw new UsageError(`${place} is not a folder.`);
}

/** Paths of a folder's pictures, sorted by name; hidden files and folders in it are left out. */
export async function picturesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .filter((name) => PICTURE.test(name));
  if (names.length === 0) throw new UsageError(`${folder} holds no pictures.`);
  return names.sort(byName).map((name) => path.join(folder, name));
}

export const openPicture = async (file: string): Promise<PhotoFile> => ({
  file: await openDiskBlob(file),
  fileName: path.basename(file),
});

/** Name of the folder for each picture's files: its own, with the ending where two would share it. */
export function outputNames(files: readonly string[]): string[] {
  const stems = files.map((file) => path.parse(file).name);
  const count = new Map<string, number>();
  for (const stem of stems) count.set(stem.toLowerCase(), (count.get(stem.toLowerCase()) ?? 0) + 1);
  return files.map((file, i) =>
    count.get(stems[i].toLowerCase()) === 1 ? stems[i] : path.basename(file),
  );
}
