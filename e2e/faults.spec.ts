import { chromium } from './browsers.ts';
import { collectViolations } from './csp.ts';
import { rows } from './faults/rows/index.ts';
import { Stand } from './faults/stand/stand.ts';
import { oneTry } from './faults/table.ts';
import { expect, test } from './test.ts';

/** Rows of the fault table that are fast on WASM. `npm run faults` runs all rows (e2e/faults/README.md). */
const FIXED = [
  'worker-closed-in-multiview',
  'worker-stuck-in-reconstruct',
  'worker-closed-while-idle',
  'drawing-closed-in-turntable',
  'runtime-wasm-missing',
  'served-cut',
];

/** Seed of the random moments. */
const SEED = 26;

test.use(chromium('webgl'));
test.describe.configure({ mode: 'serial' });
test.setTimeout(0); // No time limit: a try ends when the page makes no progress.

let stand: Stand;
test.beforeAll(async () => {
  stand = await Stand.open('dist');
});
test.afterAll(() => stand.close());

for (const id of FIXED) {
  const row = rows.find((each) => each.id === id);
  if (!row) throw new Error(`The fault table has no row ${id}.`);
  test(`${row.what}: ${row.expected}`, async ({ violations }) => {
    // The tries have a browser of their own.
    stand.onPage = (page) => collectViolations(page, violations);
    const result = await oneTry(stand, row, SEED);
    test.info().annotations.push({ type: 'try', description: JSON.stringify(result) });
    // How soon the page says it is measured by `npm run faults`. A busy machine must not fail a test.
    expect([...row.passes, 'late'], JSON.stringify(result)).toContain(result.verdict);
  });
}

test('ids of rows are unique, and every row passes with some verdict', () => {
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  for (const { id, passes } of rows) {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(passes.length, id).toBeGreaterThan(0);
    // A look at files that hangs is said only after its limit of 20 s, so its row may be late.
    const late = id === 'import-look-hangs' ? [] : (['late'] as const);
    for (const bad of ['hung', 'silent', 'lost', 'broken', ...late] as const)
      expect(passes, id).not.toContain(bad);
  }
});
