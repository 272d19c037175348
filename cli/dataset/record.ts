import { readFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { UsageError } from '../command.ts';
import { writeTogether } from '../output/write-together.ts';
import { samplesIn } from '../sample-folder.ts';
import type { DatasetPlan } from './plan.ts';
import { removeSample, sampleName } from './sample-files.ts';

/** The file with the settings of a data folder. */
const RECORD = 'dataset.json';

/** dataset.json. */
interface DatasetRecord {
  settings: Record<string, unknown>;
  /** The moment of each sample. */
  moments: number[];
}

/** dataset.json of a data folder. Null if there is none, or if it cannot be read. */
async function readRecord(out: string): Promise<DatasetRecord | null> {
  try {
    const record = JSON.parse(
      await readFile(path.join(out, RECORD), 'utf8'),
    ) as Partial<DatasetRecord>;
    const { settings, moments } = record;
    return typeof settings === 'object' && Array.isArray(moments) ? { settings, moments } : null;
  } catch {
    return null;
  }
}

/** As JSON has it. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Whether a folder has samples. It may not exist. */
async function hasSamples(out: string): Promise<boolean> {
  const names = await readdir(out).catch(() => []);
  return names.length > 0 && (await samplesIn(out)).length > 0;
}

/** Removes the lists of samples: until the samples are made again, they are wrong. */
async function removeLists(out: string): Promise<void> {
  const names = await readdir(out).catch(() => []);
  for (const name of names)
    if (/^data_.*_(train|val)\.txt$/.test(name)) await rm(path.join(out, name), { force: true });
}

/** What a data folder is for samples of these settings: it has them already, or dataset.json must be written. */
interface Claim {
  isSame: boolean;
  before: DatasetRecord | null;
}

/**
 * Checks that a data folder can be taken for samples of these settings: it is new, or it has the settings already. Nothing
 * is written.
 * @throws UsageError if it has other samples
 */
export async function requireOwn(
  out: string,
  { settings }: DatasetPlan,
  force: boolean,
): Promise<Claim> {
  const before = await readRecord(out);
  const isSame = isDeepStrictEqual(before?.settings, asJson(settings));
  if (isSame) return { isSame, before };
  const isTaken = !force && (await hasSamples(out));
  // Another process of the same job may have come first.
  if (isTaken && !before) {
    const since = await readRecord(out);
    if (isDeepStrictEqual(since?.settings, asJson(settings)))
      return { isSame: true, before: since };
  }
  if (isTaken && before) {
    const others = Object.keys(settings).filter(
      (key) => !isDeepStrictEqual(before.settings[key], asJson(settings[key])),
    );
    throw new UsageError(
      `${out} was made with other settings (${others.join(', ')}). Choose another folder with --out, or make it again with --force.`,
    );
  }
  if (isTaken)
    throw new UsageError(
      `${out} contains samples that were not made by this command. Choose another folder with --out.`,
    );
  return { isSame, before };
}

/**
 * Takes a data folder for samples of these settings. With `force`, the samples of other settings that are not made again are
 * removed.
 * @throws UsageError if it has other samples, OutputError
 */
export async function claimFolder(out: string, plan: DatasetPlan, force: boolean): Promise<void> {
  const { isSame, before } = await requireOwn(out, plan, force);
  if (isSame && !force) return;
  const { settings, moments } = plan;
  for (let i = moments.length; i < (before?.moments.length ?? 0); i++)
    await removeSample(path.join(out, sampleName(i)));
  await removeLists(out);
  const text = `${JSON.stringify({ settings, moments }, null, 1)}\n`;
  await writeTogether(out, new Map([[RECORD, new TextEncoder().encode(text)]]), () => false);
}
