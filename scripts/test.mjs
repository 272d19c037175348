// npm test: format, types, lint, unit tests, build, browser tests. Its last line is the sum of it all.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureInstalled } from './prepare.mjs';

const root = path.resolve(import.meta.dirname, '..');
ensureInstalled(root);
// Only now: it comes with the packages that have just been installed.
const { ensureChromium } = await import('./chromium.mjs');

const reports = mkdtempSync(path.join(tmpdir(), 'mouse-facelift-test-'));
const sum = { passed: 0, failed: 0, skipped: 0 };
const lines = [];

/** Runs a program of node_modules; true when it ended well. */
function node(script, args, env = {}) {
  const file = path.join(root, 'node_modules', script);
  const options = { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } };
  return spawnSync(process.execPath, [file, ...args], options).status === 0;
}

function record(name, { passed = 0, failed = 0, skipped = 0 }) {
  sum.passed += passed;
  sum.failed += failed;
  sum.skipped += skipped;
  const parts = [
    `${passed} passed`,
    `${failed} failed`,
    ...(skipped ? [`${skipped} skipped`] : []),
  ];
  lines.push(`  ${name.padEnd(8)} ${parts.join(', ')}`);
}

/** A check that is one thing, done or not. */
function check(name, script, args) {
  console.log(`\n> ${name}`);
  const ok = node(script, args);
  record(name, ok ? { passed: 1 } : { failed: 1 });
  return ok;
}

/** Tests that report their numbers as JSON; a run that ends badly without a failed test is one failure. */
function suite(name, script, args, env, count) {
  console.log(`\n> ${name}`);
  const file = path.join(reports, `${name}.json`);
  const ok = node(script, args(file), env(file));
  let numbers = {};
  try {
    numbers = count(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    console.error(`${name}: no report was written.`);
  }
  if (!ok && !numbers.failed) numbers.failed = 1;
  record(name, numbers);
}

check('format', 'prettier/bin/prettier.cjs', ['--check', '.', '--log-level', 'warn']);
check('types', 'typescript/bin/tsc', ['--build']);
check('lint', 'eslint/bin/eslint.js', ['.']);
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
        passed: stats.expected + stats.flaky,
        failed: stats.unexpected,
        skipped: stats.skipped,
      }),
    );
  } else {
    console.error(
      'The browser tests need a Chromium: install Chromium or Google Chrome, or set CHROME_PATH to one.',
    );
    record('browser', { failed: 1 });
  }
} else {
  record('browser', { failed: 1 });
}

rmSync(reports, { recursive: true, force: true });
console.log(`\n${lines.join('\n')}\n`);
process.exitCode = sum.failed > 0 ? 1 : 0;
const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : '';
console.log(`${sum.passed} passed, ${sum.failed} failed${skipped}`);
