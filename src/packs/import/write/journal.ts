import { z } from 'zod';
import type { WrittenFile } from './convert.ts';
import { writeText, type PackSink } from './sink.ts';

/** Name of the file that says how far an import has come. It is gone when the pack is complete. */
export const JOURNAL = 'import.json';

const schema = z.strictObject({
  /** What is being imported; another import starts anew. */
  fingerprint: z.string(),
  done: z.array(z.strictObject({ name: z.string(), bytes: z.number(), sha256: z.string() })),
});

export type Journal = z.infer<typeof schema>;

/** How far an import has come; null where there is no journal that can be read. */
export async function readJournal(sink: PackSink): Promise<Journal | null> {
  const text = await sink.readText(JOURNAL);
  if (text === null) return null;
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null; // torn by the interruption
  }
}

/** The files that an interrupted import of the same things has finished. */
export async function finishedFiles(sink: PackSink, fingerprint: string): Promise<WrittenFile[]> {
  const journal = await readJournal(sink);
  if (journal?.fingerprint !== fingerprint) return [];
  const there: WrittenFile[] = [];
  for (const file of journal.done)
    if ((await sink.size(file.name)) === file.bytes) there.push(file);
  return there;
}

export const writeJournal = (
  sink: PackSink,
  fingerprint: string,
  done: readonly WrittenFile[],
): Promise<void> => writeText(sink, JOURNAL, JSON.stringify({ fingerprint, done }));
