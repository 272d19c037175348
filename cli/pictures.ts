import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { naturally } from '../src/core/natural-order.ts';
import { outputNames as namesOf } from '../src/core/files/output-names.ts';
import { someNames } from '../src/core/quoted.ts';
import type { PhotoFile } from '../src/pipeline/stages/photo.ts';
import { UsageError } from './command.ts';
import { openDiskBlob } from './runtime/disk-blob.ts';

/** Files with these extensions count as pictures. Reading a file shows whether it really is a picture. */
const PICTURE = /\.(png|jpe?g|jfif|webp|avif|gif|bmp|tiff?|p[bgpn]m|hei[cf])$/i;

/** Whether a file counts as a picture by its name. */
export const isPictureName = (name: string): boolean => PICTURE.test(name);

/** Deepest folder that `--recursive` reads. */
const MAX_DEPTH = 32;

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

/** An entry of a folder that is not taken. Hidden entries are not mentioned. */
export interface LeftOut {
  kind: 'no picture' | 'subfolder';
  name: string;
}

/** The pictures of a folder. */
export interface FoundPictures {
  /** Paths, in natural order: cam2 before cam10. */
  files: string[];
  leftOut: LeftOut[];
}

/**
 * The pictures in a folder. Hidden files and folders are left out without a word.
 * @param recursive whether subfolders are read, too
 * @param hints whether the sentence about subfolders names --recursive
 * @throws UsageError if there are no pictures
 */
export async function picturesIn(
  folder: string,
  { recursive = false, hints = true } = {},
): Promise<FoundPictures> {
  const files: string[] = [];
  const leftOut: LeftOut[] = [];
  const read = async (current: string, depth: number) => {
    for (const entry of await readdir(current, { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const full = path.join(current, entry.name);
      const name = path.relative(folder, full);
      // A link counts as what it leads to. A link that leads nowhere counts as a file, and is then said to be missing.
      const isFolder = entry.isSymbolicLink()
        ? await stat(full).then(
            (info) => info.isDirectory(),
            () => false,
          )
        : entry.isDirectory();
      if (isFolder && recursive && depth < MAX_DEPTH && !entry.isSymbolicLink())
        await read(full, depth + 1);
      else if (isFolder) leftOut.push({ kind: 'subfolder', name });
      else if (isPictureName(name)) files.push(full);
      else leftOut.push({ kind: 'no picture', name });
    }
  };
  await read(folder, 0);
  if (files.length === 0) {
    const more = leftOut.length > 0 ? ` ${leftOutText(leftOut, hints)}` : '';
    throw new UsageError(`${folder} contains no pictures.${more}`);
  }
  return {
    files: files.sort(naturally),
    leftOut: leftOut.sort((a, b) => naturally(a.name, b.name)),
  };
}

/**
 * A sentence that counts and names what was left out.
 * @param hints whether it says that --recursive reads subfolders
 */
export function leftOutText(leftOut: readonly LeftOut[], hints = true): string {
  const part = (kind: LeftOut['kind'], one: string, many: string, hint = '') => {
    const names = leftOut.filter((each) => each.kind === kind).map(({ name }) => name);
    if (names.length === 0) return [];
    return [
      `${names.length === 1 ? one : `${names.length} ${many}`} (${someNames(names, 5)})${hint}`,
    ];
  };
  const parts = [
    ...part('no picture', 'one file that is no picture', 'files that are no pictures'),
    ...part('subfolder', 'one subfolder', 'subfolders', hints ? '; --recursive reads them' : ''),
  ];
  return `Left out: ${parts.join(' and ')}.`;
}

/**
 * Opens a picture file. The bytes stay on the disk until they are needed.
 * @param page number of the page of a TIFF file, from 1
 */
export const openPicture = async (file: string, page = 1): Promise<PhotoFile> => ({
  file: await openDiskBlob(file),
  fileName: path.basename(file),
  page,
});

/**
 * The output folder of each picture, relative to the folder of all (`core/files/output-names.ts`).
 * @param from folder of the pictures
 */
export function outputNames(files: readonly string[], from: string): string[] {
  const names = files.map((file) => path.relative(from, file).split(path.sep).join('/'));
  return namesOf(names).map((name) => path.normalize(name));
}
