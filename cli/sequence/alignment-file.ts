import { randomInt } from 'node:crypto';
import { link, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { removeAtExit } from '../output/leftovers.ts';
import { OutputError } from '../output/output-error.ts';
import type { RigShifts } from './rig-shifts.ts';

/** Name of the file in the folder of finished frames. */
const NAME = 'alignment.json';

/** What alignment.json says: how far the pictures of a rig are moved in all frames. */
export interface Alignment {
  /** What it depends on, beside the files of the samples. */
  settings: object;
  /** Names of the samples that were asked. */
  samples: readonly string[];
  /** Null: no sample says it. */
  rig: RigShifts | null;
}

/** An alignment, and when it was written. */
export interface Written extends Alignment {
  mtimeMs: number;
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** The alignment in a folder. Null if there is none of these settings. */
export async function readAlignment(folder: string, settings: object): Promise<Written | null> {
  const file = path.join(folder, NAME);
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    const { settings: own, samples, rig } = JSON.parse(text) as Alignment;
    const isOurs = isDeepStrictEqual(own, asJson(settings)) && Array.isArray(samples);
    return isOurs ? { settings: own, samples, rig, mtimeMs } : null;
  } catch {
    return null;
  }
}

/** Gives a file its name, if no other has it. Whether it was given. */
const named = (file: string, name: string): Promise<boolean> =>
  link(file, name).then(
    () => true,
    async (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      // Not every file system has links. The last writer wins then.
      await rename(file, name);
      return true;
    },
  );

/**
 * Writes an alignment, unless another process has written one that can be used. Resolves with that which is there.
 * @param isUsable whether what another process wrote can be used
 * @throws OutputError
 */
export async function claimAlignment(
  folder: string,
  alignment: Alignment,
  isUsable: (written: Written) => Promise<boolean>,
): Promise<Alignment> {
  const ofOther = async () => {
    const written = await readAlignment(folder, alignment.settings);
    return written && (await isUsable(written)) ? written : null;
  };
  const name = path.join(folder, NAME);
  const beside = path.join(folder, `.alignment-${randomInt(2 ** 40)}`);
  const remove = removeAtExit(beside);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(beside, `${JSON.stringify(alignment)}\n`);
    if (await named(beside, name)) return asJson(alignment) as Alignment;
    const other = await ofOther();
    if (other) return other;
    await rename(beside, name);
  } catch (cause) {
    throw new OutputError(name, cause);
  } finally {
    await remove();
  }
  // Another process may have replaced it at the same time.
  return (await ofOther()) ?? (asJson(alignment) as Alignment);
}
