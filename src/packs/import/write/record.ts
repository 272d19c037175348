import { z } from 'zod';
import { parseManifest, type PackManifest } from '../../manifest.ts';
import type { WrittenFile } from './convert.ts';
import { readJson, readReplaced, replaceJson } from './replace.ts';
import type { PackSink } from './sink.ts';

/** File name of the record of an import. The record stays in the folder of the pack. */
const RECORD = 'record.json';

const PACK = 'pack.json';

const envelope = z.strictObject({
  fingerprint: z.string(),
  suffix: z.string(),
  /** Names of files that were found to be damaged. The same import writes them again. */
  damaged: z.array(z.string()).default([]),
  pack: z.unknown(),
});

/**
 * What an import has made. pack.json can be written again from it. A second import of the same files sees from it which
 * files are there.
 */
export interface ImportRecord {
  fingerprint: string;
  suffix: string;
  damaged: string[];
  pack: PackManifest;
}

/** Reads the record. Null if there is none. */
export const readRecord = (sink: PackSink): Promise<ImportRecord | null> =>
  readReplaced(sink, RECORD, (json) => {
    const { pack, ...rest } = envelope.parse(json);
    return { ...rest, pack: parseManifest(pack) };
  });

/** Reads pack.json. Null if it does not exist or is not valid. */
export const readPackJson = (sink: PackSink): Promise<PackManifest | null> =>
  readJson(sink, PACK, parseManifest);

/** Reads what an interruption left of a pack.json that was being replaced. Null if that is not valid. */
export const readNewPackJson = (sink: PackSink): Promise<PackManifest | null> =>
  readReplaced(sink, PACK, parseManifest);

/** Replaces pack.json. From this moment, the folder contains the new pack. */
export const writePackJson = (sink: PackSink, pack: PackManifest): Promise<void> =>
  replaceJson(sink, PACK, pack);

export const writeRecord = (sink: PackSink, record: ImportRecord): Promise<void> =>
  replaceJson(sink, RECORD, record);

/**
 * Notes that files of an imported pack are damaged. If the same checkpoint is imported again, these files alone are
 * written again.
 * @returns whether the pack has a record; without one, the whole pack must be imported again
 */
export async function markDamaged(sink: PackSink, names: readonly string[]): Promise<boolean> {
  const record = await readRecord(sink);
  if (!record) return false;
  await writeRecord(sink, { ...record, damaged: [...new Set([...record.damaged, ...names])] });
  return true;
}

/** The files of a record that nobody found to be damaged. */
export const wholeFiles = ({ pack, damaged }: ImportRecord): WrittenFile[] =>
  pack.files.filter(({ name }) => !damaged.includes(name));
