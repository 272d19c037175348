import { naturally } from '../../natural-order.ts';
import { textOf } from '../../json-text.ts';
import type { CameraEntry } from './entry.ts';

/** A file in a folder. */
export interface FolderFile {
  /** Without the folder. */
  name: string;
  read: () => Promise<Uint8Array>;
}

/** Reads one file of cameras, as `readCameraFile` does. */
type ReadFile = (bytes: Uint8Array, name: string) => Promise<CameraEntry[]>;

type Result = CameraEntry[] | string;

/** Largest number of files with one camera each. */
const MAX_FILES = 1000;

const WHAT =
  'A folder must contain cameras.txt and images.txt or cameras.bin and images.bin of COLMAP, intri.yml and extri.yml, one camera file, or one .yaml or .mat per camera';

/** A COLMAP model. Null if the folder has no part of one. */
async function colmapIn(files: ReadonlyMap<string, FolderFile>): Promise<Result | null> {
  for (const ending of ['txt', 'bin'] as const) {
    const names = [`cameras.${ending}`, `images.${ending}`];
    const [cameras, images] = names.map((name) => files.get(name));
    if (!cameras && !images) continue;
    if (!cameras || !images) return `${names[cameras ? 1 : 0]} is missing. ${WHAT}`;
    const [a, b] = [await cameras.read(), await images.read()];
    if (ending === 'bin') return (await import('./colmap/binary.ts')).colmapBinary(a, b);
    const decoder = new TextDecoder();
    return (await import('./colmap/text.ts')).colmapText(decoder.decode(a), decoder.decode(b));
  }
  return null;
}

/** Intrinsics and extrinsics in two files, as EasyMocap and OpenCV's stereo_calib have them. Null if there are none. */
async function pairIn(files: ReadonlyMap<string, FolderFile>): Promise<Result | null> {
  const find = (name: RegExp) => [...files.values()].filter((file) => name.test(file.name));
  const [intrinsics, extrinsics] = [find(/^intri\w*\.ya?ml$/i), find(/^extri\w*\.ya?ml$/i)];
  if (intrinsics.length !== 1 || extrinsics.length !== 1) return null;
  const texts = [await intrinsics[0].read(), await extrinsics[0].read()].map(textOf);
  return (await import('./yaml/index.ts')).yamlEntries(...texts);
}

const stemOf = (name: string) => name.replace(/\.[^.]+$/, '');

/**
 * Reads the cameras in a folder: a COLMAP model, intrinsics and extrinsics in two files, one file, or one per camera.
 * @returns a text that says why there are none
 * @throws as `readFile`
 */
export async function entriesInFolder(
  all: readonly FolderFile[],
  readFile: ReadFile,
): Promise<Result> {
  const files = new Map(all.map((file) => [file.name, file]));
  const whole = (await colmapIn(files)) ?? (await pairIn(files));
  if (whole) return whole;
  const ending = (pattern: RegExp) => all.filter(({ name }) => pattern.test(name));
  const candidates = ending(/\.(ya?ml|mat|toml|json|pkl|pickle)$/i);
  if (candidates.length === 0) return `there are no cameras. ${WHAT}`;
  if (candidates.length === 1) return readFile(await candidates[0].read(), candidates[0].name);
  const perCamera = [ending(/\.ya?ml$/i), ending(/\.mat$/i)].find(({ length }) => length > 0) ?? [];
  if (perCamera.length !== candidates.length)
    return `there are several camera files: ${candidates[0].name}, ${candidates[1].name}. Give one of them`;
  if (perCamera.length > MAX_FILES) return `${perCamera.length} camera files are too many`;
  const entries: CameraEntry[] = [];
  for (const { name, read } of perCamera.sort((a, b) => naturally(a.name, b.name))) {
    const found = await readFile(await read(), name);
    if (found.length !== 1)
      return `${name} has ${found.length} cameras, and there are other camera files. Give one of them`;
    entries.push({ ...found[0], name: found[0].name ?? stemOf(name) });
  }
  return entries;
}
