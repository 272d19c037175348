import { JOURNAL, readJournal } from './journal.ts';
import type { PackSink } from './sink.ts';

/**
 * Cleans up after an import that has stopped: removes every file that is not finished.
 *
 * @param names names of all files in the folder
 * @returns bytes of the finished files, which stay for the next try
 */
export async function tidy(sink: PackSink, names: Iterable<string>): Promise<number> {
  const done = (await readJournal(sink))?.done ?? [];
  const kept = new Set(done.map(({ name }) => name));
  for (const name of names)
    if (!kept.has(name) && !(name === JOURNAL && done.length > 0)) await sink.remove(name);
  return done.reduce((sum, { bytes }) => sum + bytes, 0);
}
