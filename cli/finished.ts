import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { LoadedPack } from '../src/packs/load.ts';
import type { RunSettings } from '../src/pipeline/events.ts';

/** What a run depends on, as run.json records it. */
export interface Recipe {
  pack: LoadedPack;
  settings: RunSettings;
  /** Number of the page of a TIFF file, from 1. */
  page: number;
}

/** As run.json has it: options that were not given are absent. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/**
 * Whether a folder has the results of this photo with this pack and these settings: run.json, which is written last,
 * says so, and the photo has not changed since.
 */
export async function isFinished(
  photo: string,
  folder: string,
  { pack, settings, page }: Recipe,
): Promise<boolean> {
  const file = path.join(folder, 'run.json');
  try {
    const [made, taken] = await Promise.all([stat(file), stat(photo)]);
    if (taken.mtimeMs > made.mtimeMs) return false;
    const record = JSON.parse(await readFile(file, 'utf8')) as {
      photo?: unknown;
      page?: unknown;
      pack?: { sha256?: unknown };
      settings?: unknown;
    };
    const hashes = Object.fromEntries(
      pack.manifest.files.map(({ name, sha256 }) => [name, sha256]),
    );
    return (
      record.photo === path.basename(photo) &&
      (record.page ?? 1) === page &&
      isDeepStrictEqual(record.pack?.sha256, hashes) &&
      isDeepStrictEqual(record.settings, asJson(settings))
    );
  } catch {
    return false;
  }
}
