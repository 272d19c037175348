import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { jsonCorrections } from '../../src/core/corrections/corrections.ts';
import type { LoadedPack } from '../../src/packs/load.ts';
import type { Runtime } from '../../src/pipeline/context.ts';
import type { DirectSettings } from '../../src/pipeline/direct-table.ts';
import { TURNTABLE_SETTINGS, type RunSettings } from '../../src/pipeline/events.ts';

/** What a run depends on, as run.json records it. */
interface RecipeOf<Settings> {
  pack: LoadedPack;
  settings: Settings;
  /** Without `openVideo`, no turntable video is wanted, or none can be made. */
  runtime: Pick<Runtime, 'openVideo'>;
}

/** What a run from a photo depends on. */
export interface Recipe extends RecipeOf<RunSettings> {
  /** Number of the page of a TIFF file, from 1. */
  page: number;
}

type Settings = Readonly<Record<string, unknown>>;

/** As run.json has it: options that were not given are absent. */
const asJson = (value: object): Settings => JSON.parse(JSON.stringify(value)) as Settings;

/** The settings on which the other files depend, too. */
const withoutTurntable = (settings: Settings): Settings => {
  const names: ReadonlySet<string> = new Set(TURNTABLE_SETTINGS);
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !names.has(name)));
};

/** run.json, as far as it is looked at. */
interface RunRecord {
  photo?: unknown;
  page?: unknown;
  views?: unknown;
  cameraSize?: unknown;
  shifts?: unknown;
  pack?: { sha256?: unknown };
  settings?: Settings;
  corrections?: object;
  /** Milliseconds of each stage that ran. */
  stageMs?: Settings;
}

/** Whether the record has these settings, and the turntable video if it is wanted. */
function isMadeWith(
  record: RunRecord,
  settings: Pick<RunSettings, 'corrections'>,
  { openVideo }: Pick<Runtime, 'openVideo'>,
) {
  const { corrections, ...chosen } = settings;
  const [made, wanted] = [record.settings ?? {}, asJson(chosen)];
  if (!isDeepStrictEqual(record.corrections, jsonCorrections(corrections))) return false;
  return openVideo
    ? record.stageMs?.turntable !== undefined && isDeepStrictEqual(made, wanted)
    : isDeepStrictEqual(withoutTurntable(made), withoutTurntable(wanted));
}

/**
 * run.json of a folder, if it was made of these files with this pack and these settings. It is written last. Null if it
 * was not, or a file has changed since.
 */
async function recordOf(
  files: readonly string[],
  folder: string,
  { pack, settings, runtime }: RecipeOf<object>,
): Promise<RunRecord | null> {
  const file = path.join(folder, 'run.json');
  try {
    const [made, ...taken] = await Promise.all([file, ...files].map((each) => stat(each)));
    if (taken.some(({ mtimeMs }) => mtimeMs > made.mtimeMs)) return null;
    const record = JSON.parse(await readFile(file, 'utf8')) as RunRecord;
    const hashes = Object.fromEntries(
      pack.manifest.files.map(({ name, sha256 }) => [name, sha256]),
    );
    const isSame =
      isDeepStrictEqual(record.pack?.sha256, hashes) && isMadeWith(record, settings, runtime);
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
  /** How far the pictures were moved, if it was not found from them. */
  shifts?: object;
}

/** Whether a folder has the results of these posed views with this pack and these settings. */
export async function hasResultsOf(
  { files, views, cameraSize, shifts }: PosedFiles,
  folder: string,
  recipe: RecipeOf<DirectSettings>,
): Promise<boolean> {
  const record = await recordOf(files, folder, recipe);
  return (
    record !== null &&
    isDeepStrictEqual(record.views, views) &&
    isDeepStrictEqual(record.cameraSize, cameraSize) &&
    isDeepStrictEqual(record.shifts, shifts && asJson(shifts))
  );
}
