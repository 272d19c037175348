import { median } from '../../src/core/median.ts';
import type { FaultRow, Try } from './types.ts';

const seconds = (ms: number) => (ms / 1000).toFixed(1);

/** Median and largest value as text: `0.3 (1.2)`. A dash if there are none. */
const range = (values: readonly number[]): string =>
  values.length === 0 ? '–' : `${seconds(median(values))} (${seconds(Math.max(...values))})`;

const defined = (values: readonly (number | undefined)[]): number[] =>
  values.filter((value) => value !== undefined);

/** How often each verdict came: `18 healed, 2 late`. */
function verdictsOf(tries: readonly Try[]): string {
  const counts = new Map<string, number>();
  for (const { verdict } of tries) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', ');
}

export const passed = (row: FaultRow, tries: readonly Try[]): number =>
  tries.filter(({ verdict }) => row.passes.includes(verdict)).length;

/** The fault table in markdown. A row without tries says “not measured”. */
export function markdown(rows: readonly FaultRow[], tries: readonly Try[]): string {
  const lines = [
    '| fault | injected | tries | passed | how it ended | said after, s: median (worst) | done after, s |',
    '|---|---|---|---|---|---|---|',
  ];
  for (const row of rows) {
    const own = tries.filter((each) => each.row === row.id);
    const cells =
      own.length === 0
        ? ['0', 'not measured', 'not measured', 'not measured', 'not measured']
        : [
            String(own.length),
            String(passed(row, own)),
            verdictsOf(own),
            range(defined(own.map(({ saidMs }) => saidMs))),
            range(defined(own.map(({ doneMs }) => doneMs))),
          ];
    lines.push(`| ${[`\`${row.id}\` ${row.what}`, row.how, ...cells].join(' | ')} |`);
  }
  return `${lines.join('\n')}\n`;
}
