import type { PackManifest } from '../../manifest.ts';
import type { ImportPlan } from '../plan.ts';
import { readJournal, removeJournal, withRightSize, type Journal } from './journal.ts';
import { freeSuffix, namesOf, planWithSuffix } from './names.ts';
import { readRecord, wholeFiles, type ImportRecord } from './record.ts';
import { settle } from './settle.ts';
import type { PackSink } from './sink.ts';

/** Where an import starts. */
export interface Beginning {
  /** The plan with the names under which its files are written. */
  plan: ImportPlan;
  /** The journal. `done` lists the files that are there already. */
  journal: Journal;
  /** The complete pack in the folder. It stays until the new one is complete. Null if there is none. */
  standing: PackManifest | null;
}

const namesIn = (pack: PackManifest | null): string[] => pack?.files.map(({ name }) => name) ?? [];

/** Whether the record is that of the pack in the folder. */
const isRecordOf = (record: ImportRecord, standing: PackManifest | null): boolean =>
  standing === null || JSON.stringify(standing.files) === JSON.stringify(record.pack.files);

/** Removes files of an import, but none of the standing pack, and the journal. */
export async function discard(
  sink: PackSink,
  { files, done }: Journal,
  standing: PackManifest | null,
): Promise<void> {
  const kept = namesIn(standing);
  for (const name of new Set([...files, ...done.map((file) => file.name)]))
    if (!kept.includes(name)) await sink.remove(name);
  await removeJournal(sink);
}

/**
 * Finds out what is in the folder, and where the import continues. Files of another unfinished import are removed.
 * @param fingerprint that of the plan, with the names of the plan
 */
export async function begin(
  plan: ImportPlan,
  fingerprint: string,
  sink: PackSink,
): Promise<Beginning> {
  const standing = await settle(sink);
  const earlier = await readJournal(sink);
  if (earlier?.fingerprint === fingerprint) {
    const own = planWithSuffix(plan, earlier.suffix);
    const done = await withRightSize(sink, earlier.done);
    return { plan: own, journal: { ...earlier, files: namesOf(own), done }, standing };
  }
  if (earlier) await discard(sink, earlier, standing);
  const record = await readRecord(sink);
  const again = record?.fingerprint === fingerprint && isRecordOf(record, standing);
  const suffix = again ? record.suffix : freeSuffix(plan, namesIn(standing));
  const own = planWithSuffix(plan, suffix);
  const journal: Journal = {
    fingerprint,
    suffix,
    files: namesOf(own),
    replaces: again ? [] : namesIn(standing),
    done: again ? await withRightSize(sink, wholeFiles(record)) : [],
  };
  return { plan: own, journal, standing };
}
