import { z } from 'zod';
import type { WrittenFile } from './convert.ts';
import { writeText, type PackSink } from './sink.ts';

/** File name of the journal, which lists the finished files of an import. The journal is removed when the pack is complete. */
export const JOURNAL = 'import.json';

const schema = z.strictObject({
  /** Identifies the import (`fingerprintOf`). An import with another fingerprint starts from the beginning. */
  fingerprint: z.string(),
  done: z.array(z.strictObject({ name: z.string(), bytes: z.number(), sha256: z.string() })),
});

type Journal = z.infer<typeof schema>;

/** Reads the journal. Null if the file does not exist or cannot be read. */
export async function readJournal(sink: PackSink): Promise<Journal | null> {
  const text = await sink.readText(JOURNAL);
  if (text === null) return null;
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null; // The interruption left an incomplete file.
  }
}

/** The files that an interrupted import with the same fingerprint has finished. A file of a wrong size is not counted. */
export async function finishedFiles(sink: PackSink, fingerprint: string): Promise<WrittenFile[]> {
  const journal = await readJournal(sink);
  if (journal?.fingerprint !== fingerprint) return [];
  const finished: WrittenFile[] = [];
  for (const file of journal.done)
    if ((await sink.size(file.name)) === file.bytes) finished.push(file);
  return finished;
}

/** Writes the journal. An earlier journal is replaced. */
export const writeJournal = (
  sink: PackSink,
  fingerprint: string,
  done: readonly WrittenFile[],
): Promise<void> => writeText(sink, JOURNAL, JSON.stringify({ fingerprint, done }));
