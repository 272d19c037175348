import { z } from 'zod';
import type { WrittenFile } from './convert.ts';
import { readReplaced, removeReplaced, replaceJson } from './replace.ts';
import type { PackSink } from './sink.ts';

/** File name of the journal, which lists the finished files of an import. The journal is removed when the pack is complete. */
const JOURNAL = 'import.json';

/** File name of a second copy of the journal. Without any journal, finished files would be written again. */
const COPY = 'import.copy.json';

const schema = z.strictObject({
  /** Identifies the import (`fingerprintOf`). An import with another fingerprint starts from the beginning. */
  fingerprint: z.string(),
  /** What the names of the weight files have before their extension (names.ts). */
  suffix: z.string().default(''),
  /** Names of all weight files of the new pack. */
  files: z.array(z.string()).default([]),
  /** Names of the files of the pack that the new pack replaces. They are removed when the new pack is complete. */
  replaces: z.array(z.string()).default([]),
  done: z.array(z.strictObject({ name: z.string(), bytes: z.number(), sha256: z.string() })),
});

export type Journal = z.infer<typeof schema>;

/** Reads the journal, or its copy if the journal is damaged. Null if there is none. */
export async function readJournal(sink: PackSink): Promise<Journal | null> {
  const parse = (json: unknown) => schema.safeParse(json).data ?? null;
  return (await readReplaced(sink, JOURNAL, parse)) ?? readReplaced(sink, COPY, parse);
}

/** Writes the journal. A kill leaves the earlier journal or this one. */
export async function writeJournal(sink: PackSink, journal: Journal): Promise<void> {
  await replaceJson(sink, JOURNAL, journal);
  await replaceJson(sink, COPY, journal);
}

/** Whether a folder has nothing but a journal that was torn before any other was there. */
export const isTornJournal = async (sink: PackSink, names: Iterable<string>): Promise<boolean> =>
  [...names].every((name) => [JOURNAL, `${JOURNAL}.new`].includes(name)) &&
  (await readJournal(sink)) === null;

/** Removes the journal. The copy goes first: it must never be the only one, because it may be the older one. */
export async function removeJournal(sink: PackSink): Promise<void> {
  await removeReplaced(sink, COPY);
  await removeReplaced(sink, JOURNAL);
}

/** Those of the files that are in the folder with their right size. */
export async function withRightSize(
  sink: PackSink,
  files: readonly WrittenFile[],
): Promise<WrittenFile[]> {
  const right: WrittenFile[] = [];
  for (const file of files) if ((await sink.size(file.name)) === file.bytes) right.push(file);
  return right;
}
