import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Stand } from '../stand/stand.ts';
import { BOUNDS, growth, megabytes } from './bounds.ts';
import { COLUMNS, measure, type Held } from './measure.ts';
import { PARTS, type Part } from './parts.ts';

/** The command `npm run soak`. README.md has its options. @returns the exit code: 1 if memory grew beyond the bounds */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      photos: { type: 'string', default: '200' },
      frames: { type: 'string', default: '1000' },
      sequence: { type: 'string', default: '240' },
      switches: { type: 'string', default: '50' },
      every: { type: 'string' },
      only: { type: 'string', default: '' },
      dist: { type: 'string', default: 'dist' },
      out: { type: 'string' },
    },
  });
  // Playwright only ends its browser, and the next try would start another.
  process.once('SIGTERM', () => process.exit(143));
  const frames = Number(values.frames);
  // Half of the frames are the film's, half are the viewer's.
  const parts: [Part, number][] = [
    [PARTS.photos, Number(values.photos)],
    [PARTS.film, Math.ceil(frames / 2 / 50)],
    [PARTS.viewer, Math.ceil(frames / 2)],
    [PARTS.sequence, Number(values.sequence)],
    [PARTS.packs, Number(values.switches)],
  ];
  const text: string[] = [];
  const print = (line: string) => {
    console.log(line);
    text.push(line);
    if (values.out) writeFileSync(values.out, `${text.join('\n')}\n`);
  };
  let grown = false;
  for (const [part, turns] of parts) {
    if (turns <= 0 || !new RegExp(values.only).test(part.name)) continue;
    const every = Number(values.every ?? part.every);
    try {
      const problems = await soak(part, turns, every, values.dist, print);
      grown ||= problems.length > 0;
      for (const problem of problems) print(`grew: ${problem}`);
    } catch (error) {
      grown = true;
      print(`failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return grown ? 1 : 0;
}

/** Does the turns of one part in one tab. Prints a table. Returns what grew beyond its bound. */
async function soak(
  part: Part,
  turns: number,
  every: number,
  dist: string,
  print: (line: string) => void,
): Promise<string[]> {
  print(`\n${part.name}: ${turns} ${part.unit}\n`);
  print(
    `| after | ${COLUMNS.map((name) => name.replace('Bytes', ', MB')).join(' | ')} | workers |`,
  );
  print(`|---|${'---|'.repeat(COLUMNS.length + 1)}`);
  const stand = await Stand.open(dist);
  try {
    part.prepare?.(stand);
    const visit = await stand.visit({ ...part.setup, fresh: true });
    const session = await visit.page.context().newCDPSession(visit.page);
    let base: Held | undefined;
    let last: Held | undefined;
    for (let n = 0; n < turns; n++) {
      await part.turn(visit, n, session);
      const done = n + 1;
      const warm = Math.min(part.warmUp, turns);
      if (done !== warm && done !== turns && (done < warm || done % every !== 0)) continue;
      last = await measure(visit, session);
      base ??= last;
      print(row(done, last));
    }
    print(`| allowed growth | ${COLUMNS.map((name) => megabytes(BOUNDS[name])).join(' | ')} | 0 |`);
    return base && last ? growth(base, last) : [];
  } finally {
    await stand.close();
  }
}

const row = (done: number, held: Held): string =>
  `| ${done} | ${COLUMNS.map((name) => megabytes(held[name])).join(' | ')} | ${held.workers} |`;
