import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { LoadedPack } from '../../src/packs/load.ts';
import type { DirectSettings } from '../../src/pipeline/direct-table.ts';
import type { RunSettings } from '../../src/pipeline/events.ts';

/** What a run depends on, as run.json records it. */
interface RecipeOf<Settings> {
  pack: LoadedPack;
  settings: Settings;
}

/** What a run from a photo depends on. */
export interface Recipe extends RecipeOf<RunSettings> {
  /** Number of the page of a TIFF file, from 1. */
  page: number;
}

/** As run.json has it: options that were not given are absent. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** run.json, as far as it is looked at. */
interface Record {
  photo?: unknown;
  page?: unknown;
  views?: unknown;
  cameraSize?: unknown;
  pack?: { sha256?: unknown };
  settings?: unknown;
}

/**
 * run.json of a folder, if it was made of these files with this pack and these settings. It is written last. Null if it
 * was not, or a file has changed since.
 */
async function recordOf(
  files: readonly string[],
  folder: string,
  { pack, settings }: RecipeOf<unknown>,
): Promise<Record | null> {
  const file = path.join(folder, 'run.json');
  try {
    const [made, ...taken] = await Promise.all([file, ...files].map((each) => stat(each)));
    if (taken.some(({ mtimeMs }) => mtimeMs > made.mtimeMs)) return null;
    const record = JSON.parse(await readFile(file, 'utf8')) as Record;
    const hashes = Object.fromEntries(
      pack.manifest.files.map(({ name, sha256 }) => [name, sha256]),
    );
    const isSame =
      isDeepStrictEqual(record.pack?.sha256, hashes) &&
      isDeepStrictEqual(record.settings, asJson(settings));
    return isSame ? record : null;
  } catch {
    return null;
  }
}

/** Whether a folder has the results of this photo with this pack and these settings. */
export async function isFinished(photo: string, folder: string, recipe: Recipe): Promise<boolean> {
  const record = await recordOf([photo], folder, recipe);
  return record?.photo === path.basename(photo) && (record.page ?? 1) === recipe.page;
}

/** The files of posed views. */
interface PosedFiles {
  /** Paths of pictures, masks and camera file. */
  files: readonly string[];
  /** Names of the pictures that are used, in the order of the cameras. */
  views: readonly string[];
  cameraSize?: object;
}

/** Whether a folder has the results of these posed views with this pack and these settings. */
export async function hasResultsOf(
  { files, views, cameraSize }: PosedFiles,
  folder: string,
  recipe: RecipeOf<DirectSettings>,
): Promise<boolean> {
  const record = await recordOf(files, folder, recipe);
  return (
    record !== null &&
    isDeepStrictEqual(record.views, views) &&
    isDeepStrictEqual(record.cameraSize, cameraSize)
  );
}
