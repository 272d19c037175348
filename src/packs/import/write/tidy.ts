import { JOURNAL, readJournal } from './journal.ts';
import type { PackSink } from './sink.ts';

/**
 * After an import has stopped: removes what it left half-written.
 *
 * @param names of the files that are there
 * @returns bytes of the finished files that the next try need not write again
 */
export async function tidy(sink: PackSink, names: Iterable<string>): Promise<number> {
  const done = (await readJournal(sink))?.done ?? [];
  const kept = new Set(done.map(({ name }) => name));
  for (const name of names)
    if (!kept.has(name) && !(name === JOURNAL && done.length > 0)) await sink.remove(name);
  return done.reduce((sum, { bytes }) => sum + bytes, 0);
}
