// npm test: checks format, types, lint, the limits of house.mjs, and advisories. Then runs unit tests, build, and browser
// tests. The last line of the output is the total.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { audit } from './audit.mjs';
import { ensureInstalled } from './prepare.mjs';

const root = path.resolve(import.meta.dirname, '..');
ensureInstalled(root);
// chromium.mjs is imported here, because it needs packages that `ensureInstalled` may just have installed.
const { ensureChromium } = await import('./chromium.mjs');

const reports = mkdtempSync(path.join(tmpdir(), 'mouse-facelift-test-'));
const total = { passed: 0, failed: 0, skipped: 0 };
const lines = [];

/** Runs a script of this folder, or a program of node_modules. True if the process ended with status 0. */
function node(script, args, env = {}) {
  const folder = script.startsWith('scripts/') ? '' : 'node_modules';
  const file = path.join(root, folder, script);
  const options = { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } };
  return spawnSync(process.execPath, [file, ...args], options).status === 0;
}

/** Adds results to the total, and adds a line to the summary. */
function record(name, { passed = 0, failed = 0, skipped = 0 }) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  const counts = [
    `${passed} passed`,
    `${failed} failed`,
    ...(skipped ? [`${skipped} skipped`] : []),
  ];
  lines.push(`  ${name.padEnd(8)} ${counts.join(', ')}`);
}

/** Runs a check that counts as one test. */
function check(name, script, args) {
  console.log(`\n> ${name}`);
  const ok = node(script, args);
  record(name, ok ? { passed: 1 } : { failed: 1 });
  return ok;
}

/** Like `check`, but other checks can run at the same time: the output is shown when the check has ended. */
async function checkBeside(name, script, args) {
  const file = path.join(root, script.startsWith('scripts/') ? '' : 'node_modules', script);
  const child = spawn(process.execPath, [file, ...args], { cwd: root });
  const output = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes) => output.push(bytes));
  const [status] = await once(child, 'close');
  console.log(`\n> ${name}`);
  process.stdout.write(Buffer.concat(output));
  record(name, status === 0 ? { passed: 1 } : { failed: 1 });
}

/** Runs tests that write a JSON report. A run that fails without a failed test counts as one failure. */
function suite(name, script, args, env, count) {
  console.log(`\n> ${name}`);
  const file = path.join(reports, `${name}.json`);
  const ok = node(script, args(file), env(file));
  let results = {};
  try {
    results = count(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    console.error(`${name}: no report was written.`);
  }
  if (!ok && !results.failed) results.failed = 1;
  record(name, results);
}

// Each of them uses about one core.
await Promise.all([
  checkBeside('lint', 'eslint/bin/eslint.js', ['.']),
  (async () => {
    await checkBeside('types', 'typescript/bin/tsc', ['--build']);
    await checkBeside('format', 'prettier/bin/prettier.cjs', [
      ...['--check', '.', '--log-level', 'warn'],
    ]);
    await checkBeside('house', 'scripts/house.mjs', []);
  })(),
]);
console.log('\n> audit');
const audited = audit(root);
console.log(audited.lines.join('\n'));
record('audit', { [audited.state]: 1 });
suite(
  'unit',
  'vitest/vitest.mjs',
  (file) => ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
  () => ({}),
  (report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }),
);
if (check('build', 'vite/bin/vite.js', ['build', '--logLevel', 'warn'])) {
  const browser = ensureChromium();
  if (browser) {
    console.log(`\nChromium: ${browser}`);
    suite(
      'browser',
      '@playwright/test/cli.js',
      () => ['test'],
      (file) => ({ CHROME_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: file }),
      ({ stats }) => ({
        passed: stats.expected,
        // A test that passed only when it was repeated has found a fault.
        failed: stats.unexpected + stats.flaky,
        skipped: stats.skipped,
      }),
    );
  } else {
    console.error(
      'The browser tests need Chromium. Install Chromium or Google Chrome, or set CHROME_PATH to its path.',
    );
    record('browser', { failed: 1 });
  }
} else {
  record('browser', { failed: 1 });
}

rmSync(reports, { recursive: true, force: true });
console.log(`\n${lines.join('\n')}\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
