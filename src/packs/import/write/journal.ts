import { z } from 'zod';
import type { WrittenFile } from './convert.ts';
import { writeText, type PackSink } from './sink.ts';

/** Name of the journal: the list of an import's finished files. It is removed when the pack is complete. */
export const JOURNAL = 'import.json';

const schema = z.strictObject({
  /** Identifies the import (`fingerprintOf`). Another import starts from the beginning. */
  fingerprint: z.string(),
  done: z.array(z.strictObject({ name: z.string(), bytes: z.number(), sha256: z.string() })),
});

type Journal = z.infer<typeof schema>;

/** The journal, or null if there is none or it cannot be read. */
export async function readJournal(sink: PackSink): Promise<Journal | null> {
  const text = await sink.readText(JOURNAL);
  if (text === null) return null;
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null; // The interruption left half of it.
  }
}

/** The files that an interrupted import with the same fingerprint has finished. Only files of the right size count. */
export async function finishedFiles(sink: PackSink, fingerprint: string): Promise<WrittenFile[]> {
  const journal = await readJournal(sink);
  if (journal?.fingerprint !== fingerprint) return [];
  const finished: WrittenFile[] = [];
  for (const file of journal.done)
    if ((await sink.size(file.name)) === file.bytes) finished.push(file);
  return finished;
}

/** Writes the journal. It replaces the one before. */
export const writeJournal = (
  sink: PackSink,
  fingerprint: string,
  done: readonly WrittenFile[],
): Promise<void> => writeText(sink, JOURNAL, JSON.stringify({ fingerprint, done }));
