import { JOURNAL, readJournal } from './journal.ts';
import type { PackSink } from './sink.ts';

/**
 * Cleans up after an import that has stopped. Removes every file that the journal does not list as finished.
 *
 * @param names names of all files in the folder
 * @returns total size in bytes of the finished files, which stay for the next attempt
 */
export async function tidy(sink: PackSink, names: Iterable<string>): Promise<number> {
  const done = (await readJournal(sink))?.done ?? [];
  const kept = new Set(done.map(({ name }) => name));
  for (const name of names)
    if (!kept.has(name) && !(name === JOURNAL && done.length > 0)) await sink.remove(name);
  return done.reduce((sum, { bytes }) => sum + bytes, 0);
}
