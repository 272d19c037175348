import type { PackManifest } from '../../manifest.ts';
import { readJournal, removeJournal, withRightSize, type Journal } from './journal.ts';
import {
  readNewPackJson,
  readPackJson,
  readRecord,
  wholeFiles,
  writePackJson,
  writeRecord,
} from './record.ts';
import type { PackSink } from './sink.ts';

/** Whether pack.json lists just the files that the journal's import has written. */
const isComplete = ({ done }: Journal, pack: PackManifest): boolean =>
  pack.files.length === done.length &&
  pack.files.every((file) =>
    done.some(({ name, sha256 }) => name === file.name && sha256 === file.sha256),
  );

/**
 * Brings a folder into order after an import was killed, at whatever moment. Call it while no import writes into the
 * folder.
 *
 * - A missing or torn pack.json is written again from the record, if all files are there.
 * - If the import had already replaced pack.json, what is left of the old pack is removed.
 *
 * @returns the pack in the folder; null if there is no complete one
 */
export async function settle(sink: PackSink): Promise<PackManifest | null> {
  const pack = (await readPackJson(sink)) ?? (await restored(sink));
  const journal = await readJournal(sink);
  if (!pack || !journal || !isComplete(journal, pack)) return pack;
  const record = await readRecord(sink);
  // The journal lists the damaged files as written again.
  if (record?.fingerprint === journal.fingerprint && record.damaged.length > 0)
    await writeRecord(sink, { ...record, damaged: [] });
  await finish(sink, journal, pack);
  return pack;
}

/** Removes the files of the replaced pack, and the journal. */
export async function finish(
  sink: PackSink,
  { replaces }: Journal,
  { files }: PackManifest,
): Promise<void> {
  for (const name of replaces)
    if (!files.some((file) => file.name === name)) await sink.remove(name);
  await removeJournal(sink);
}

async function restored(sink: PackSink): Promise<PackManifest | null> {
  const record = await readRecord(sink);
  for (const pack of [record?.pack, await readNewPackJson(sink)]) {
    if (!pack || (await withRightSize(sink, pack.files)).length < pack.files.length) continue;
    await writePackJson(sink, pack);
    return pack;
  }
  return null;
}

/** An import that was begun in a folder and can be continued. */
export interface Unfinished {
  fingerprint: string;
  /** Bytes that are written. */
  doneBytes: number;
}

/** The import that can be continued in a folder: an interrupted one, or one of whose files some are damaged. */
export async function unfinishedIn(sink: PackSink): Promise<Unfinished | null> {
  const journal = await readJournal(sink);
  const record = await readRecord(sink);
  const listed = journal?.done ?? (record ? wholeFiles(record) : []);
  const { fingerprint } = journal ?? record ?? {};
  if (fingerprint === undefined) return null;
  const right = await withRightSize(sink, listed);
  if (!journal && right.length === record?.pack.files.length) return null;
  return { fingerprint, doneBytes: right.reduce((sum, { bytes }) => sum + bytes, 0) };
}
