import { availableParallelism, loadavg } from 'node:os';
import { Stand } from './stand/stand.ts';
import type { Attempt, FaultRow, Try } from './types.ts';

interface Options {
  /** Folder of the built page. */
  dist: string;
  /** Tries of each row. Default: the row's own number. */
  tries?: number;
  /** Seed of the first try of each row. The next tries have the next seeds. */
  seed: number;
  /** Minutes after which a row gets no further tries. */
  minutesPerRow: number;
  /** Prints everything that the page shows. */
  verbose: boolean;
  /** Called after each try. */
  onTry: (row: FaultRow, result: Try) => void;
}

/** Runs rows of the fault table. A row that fails does not stop the others. */
export async function runTable(rows: readonly FaultRow[], options: Options): Promise<Try[]> {
  const { dist, seed, minutesPerRow, verbose, onTry } = options;
  const results: Try[] = [];
  const stand = await Stand.open(dist, verbose);
  try {
    for (const row of rows) {
      const start = Date.now();
      const count = options.tries ?? row.tries ?? 20;
      for (let n = 0; n < count && Date.now() - start < 60_000 * minutesPerRow; n++) {
        const result = await oneTry(stand, row, seed + n);
        results.push(result);
        onTry(row, result);
      }
    }
  } finally {
    await stand.close();
  }
  return results;
}

/** One try of a row. Never rejects. */
export async function oneTry(stand: Stand, row: FaultRow, seed: number): Promise<Try> {
  const start = Date.now();
  const load = loadavg()[0] / availableParallelism();
  stand.begin(seed);
  let attempt: Attempt;
  try {
    attempt = await row.attempt(stand);
  } catch (error) {
    const note = error instanceof Error ? error.message : String(error);
    attempt = { verdict: 'broken', note };
  }
  await stand.end(!row.passes.includes(attempt.verdict));
  return { row: row.id, seed, load, seconds: (Date.now() - start) / 1000, ...attempt };
}
