/**
 * Fuzzes the parsers of bytes from outside, one after the other, and prints a markdown table.
 *
 *     npm run fuzz -- [--only NAME] [--scale N] [--seed N] [--out FILE]
 *
 * --scale multiplies the number of executions. 1 takes about a minute. An input that breaks a rule is made small, and
 * written into bench/fuzz/offenders. README.md lists the rules.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { bundle } from './build.mjs';
import { fuzz, listTargets } from './threads.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    scale: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
});

/** Larger offenders are named, but not written. */
const MAX_OFFENDER_BYTES = 1500;

/** Writes an offender as text, for `fuzz.test.ts`. */
function keep(name, { outcome, input }) {
  const hash = createHash('sha256').update(input).digest('hex').slice(0, 8);
  const stem = name.replace(/\W+/g, '-');
  const file = path.join(import.meta.dirname, `offenders/${stem}-${hash}.json`);
  const content = { target: name, found: `${outcome.kind}: ${outcome.reason}` };
  if (input.length <= MAX_OFFENDER_BYTES)
    writeFileSync(
      file,
      `${JSON.stringify({ ...content, base64: Buffer.from(input).toString('base64') })}\n`,
    );
  console.error(`${name}: ${content.found}, ${input.length} bytes, ${path.basename(file)}`);
}

const HEADER = [
  'parser | executions | accepted | different refusals | no AppError | hangs, deaths | > 500 ms | memory',
  'slowest, ms | lines | branches',
].join(' | ');

const rowOf = (row) => {
  const count = (...kinds) =>
    row.offences.filter(({ outcome }) => kinds.includes(outcome.kind)).length;
  return [
    ...[
      row.name,
      row.executions,
      row.accepted,
      row.refusals,
      count('crash'),
      count('hang', 'died'),
    ],
    ...[count('slow'), count('memory'), row.slowestMs.toFixed(0)],
    ...[`${row.lines.toFixed(1)} %`, `${row.branches.toFixed(1)} %`],
  ].join(' | ');
};

// `judge` collects garbage before it measures memory.
setFlagsFromString('--expose-gc');
const bundled = await bundle();
const rows = [];
for (const target of await listTargets(bundled.file)) {
  if (!target.name.includes(values.only)) continue;
  const executions = Math.round(target.share * Number(values.scale));
  const row = await fuzz(bundled, target, executions, Number(values.seed));
  for (const offence of row.offences) keep(row.name, offence);
  console.error(`${row.name}: ${row.executions} executions. Not reached: ${row.missed.join(' ')}`);
  rows.push(row);
  const lines = [HEADER, HEADER.replace(/[^|]+/g, '---'), ...rows.map(rowOf)];
  const table = lines.map((line) => `| ${line} |`).join('\n');
  if (values.out) writeFileSync(values.out, `${table}\n`);
  if (row.offences.length > 0) process.exitCode = 1;
}
const sum = rows.reduce((total, { executions }) => total + executions, 0);
console.log(
  [HEADER, HEADER.replace(/[^|]+/g, '---'), ...rows.map(rowOf)].map((l) => `| ${l} |`).join('\n'),
);
console.log(`${sum} executions`);
