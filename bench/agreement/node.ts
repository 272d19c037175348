/** The measurement of run.mjs, which bundles and runs this file. */
import { parseArgs } from 'node:util';
import { openGpu } from '../../cli/runtime/gpu.ts';
import { recordedError } from '../../src/test/recorded-output.ts';
import { describe } from '../../src/inference/backend.ts';
import { allCases, type Case } from './cases.ts';
import { COLUMNS, onCpu, open, precisions, type Runner } from './columns.ts';
import { compareDrawing } from './drawing.ts';

const { values } = parseArgs({
  options: {
    provider: { type: 'string' },
    features: { type: 'string' },
    compute: { type: 'string' },
    only: { type: 'string', default: '' },
  },
});
const matches = (chosen: string | undefined, value: string | undefined) =>
  chosen === undefined || chosen === value;

const found = await openGpu();
if (!found) {
  console.log('Skipped: Dawn finds no GPU driver. VK_DRIVER_FILES can name one.');
  process.exit(0);
}
const { info } = found.adapter;
const lanes = `subgroups of ${info.subgroupMinSize} to ${info.subgroupMaxSize} lanes`;
console.log(`${describe(info)}, ${lanes}, precisions ${precisions(found).join(' and ')}\n`);

const problems: string[] = [];

/** The largest error of a network as text. A network that cannot run counts as `failed`, with its message below. */
async function errorOf(runner: Runner, one: Case, compute: 'f32' | 'f16', column: string) {
  const names = Object.keys(one.expected);
  try {
    const outputs = await runner.run(one.graph(compute), one.files, one.feeds, names);
    const errors = names.map((name) => recordedError(outputs[name], one.expected[name]));
    return Math.max(...errors).toExponential(1);
  } catch (error) {
    problems.push(`${one.name}, ${column}: ${String(error).slice(0, 300)}`);
    return 'failed';
  }
}

const cases = (await allCases(await onCpu())).filter(({ name }) => name.includes(values.only));
const table = [['', ...cases.map(({ name }) => name)]];
for (const column of COLUMNS) {
  if (!matches(values.provider, column.provider)) continue;
  if (column.features && !matches(values.features, column.features)) continue;
  if (column.features === 'subgroups' && !found.adapter.features.has('subgroups')) continue;
  const runner = await open(column, found);
  for (const compute of precisions(found)) {
    if (!matches(values.compute, compute)) continue;
    const title = `${column.name}, ${compute}`;
    const cells = [title];
    for (const one of cases) {
      // The zeros matter only for attention. Networks are measured with the shaders that are used.
      const skipped = one.kind === 'network' && column.provider === 'web' && !column.zeros;
      cells.push(skipped ? 'not measured' : await errorOf(runner, one, compute, title));
      console.error(`${title}: ${one.name}: ${cells.at(-1)}`);
    }
    table.push(cells);
  }
  runner.close();
}

const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
const rows = table[0].map((_, i) => table.map((column) => column[i]));
console.log(
  [row(rows[0]), `|${'---|'.repeat(table.length)}`, ...rows.slice(1).map(row)].join('\n'),
);
for (const problem of problems) console.log(`\n- ${problem}`);

const { colour, depth, count } = await compareDrawing(found.gpu);
const lowest = ({ name, psnrDb }: typeof colour) => `${psnrDb.toFixed(1)} dB (${name})`;
console.log(
  `\nRasterizer in WGSL against the one in TypeScript, lowest of ${count} clouds: colours ${lowest(colour)}, depths ${lowest(depth)}.`,
);
process.exit(0);
