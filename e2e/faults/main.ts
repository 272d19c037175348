import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { markdown, passed } from './report.ts';
import { rows } from './rows/index.ts';
import { runTable } from './table.ts';
import type { FaultRow, Try } from './types.ts';

/** The command `npm run faults`. README.md has its options. @returns the exit code: 1 if a try did not pass */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      tries: { type: 'string' },
      seed: { type: 'string', default: '1' },
      minutes: { type: 'string', default: '60' },
      dist: { type: 'string', default: 'dist' },
      out: { type: 'string' },
      from: { type: 'string', multiple: true, default: [] },
      list: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
    },
  });
  const pattern = new RegExp(values.only ?? '');
  const chosen = rows.filter(({ id }) => pattern.test(id));
  if (chosen.length === 0) throw new Error(`No row matches ${pattern}.`);
  if (values.list) {
    for (const { id, what } of chosen) console.log(`${id.padEnd(40)} ${what}`);
    return 0;
  }

  // Playwright only ends its browser, and the next try would start another.
  process.once('SIGTERM', () => process.exit(143));
  const earlier = values.from.flatMap((file) => JSON.parse(readFileSync(file, 'utf8')) as Try[]);
  const results = earlier.filter(({ row }) => chosen.some(({ id }) => id === row));
  const write = () => {
    if (!values.out) return;
    writeFileSync(values.out, markdown(chosen, results));
    const json = values.out.replace(/(\.md)?$/, '.json');
    writeFileSync(json, `${JSON.stringify(results, null, 1)}\n`);
  };
  const onTry = (row: FaultRow, result: Try) => {
    results.push(result);
    console.log(lineOf(result));
    if (!row.passes.includes(result.verdict)) {
      const dist = values.dist === 'dist' ? '' : ` --dist ${values.dist}`;
      const repeat = `--only '^${row.id}$' --tries 1 --seed ${result.seed}${dist}`;
      console.log(`    expected: ${row.expected}\n    repeat:   npm run faults -- ${repeat}`);
    }
    write();
  };
  await runTable(values.tries === '0' ? [] : chosen, {
    dist: values.dist,
    ...(values.tries && { tries: Number(values.tries) }),
    seed: Number(values.seed),
    minutesPerRow: Number(values.minutes),
    verbose: values.verbose,
    onTry,
  });
  write();
  console.log(`\n${markdown(chosen, results)}`);
  const bad = chosen.filter((row) => {
    const own = results.filter((each) => each.row === row.id);
    return passed(row, own) < own.length;
  });
  return bad.length > 0 ? 1 : 0;
}

function lineOf({ row, seed, verdict, saidMs, doneMs, words, note, load, seconds }: Try): string {
  const times = [
    saidMs === undefined ? '' : `said after ${(saidMs / 1000).toFixed(2)} s`,
    doneMs === undefined ? '' : `done after ${(doneMs / 1000).toFixed(1)} s`,
    `${seconds.toFixed(0)} s, load ${load.toFixed(1)}`,
  ];
  const texts = [note && `at ${note}`, words && `“${words}”`];
  return [`${row} #${seed}: ${verdict}`, ...texts, ...times].filter(Boolean).join(' · ');
}
