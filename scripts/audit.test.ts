import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { audit as auditOf } from './audit.mjs';

type Outcome = ReturnType<typeof auditOf>;

const folder = mkdtempSync(path.join(tmpdir(), 'audit-test-'));
const advisory = {
  id: 1,
  url: 'https://advisories.example/GHSA-aaaa-bbbb-cccc',
  title: 'Bites',
  severity: 'high',
  vulnerable_versions: '<2.0.0',
  cwe: [],
  cvss: { score: 0, vectorString: null },
};
/** Answers as a registry does: about advisories, and about the versions of the package. */
const registry = createServer((request, response) => {
  const answer =
    request.method === 'POST'
      ? { rodent: [advisory] }
      : {
          name: 'rodent',
          'dist-tags': { latest: '2.0.0' },
          versions: Object.fromEntries(
            ['1.0.0', '2.0.0'].map((version) => [version, { name: 'rodent', version, dist: {} }]),
          ),
        };
  request.resume().on('end', () => response.end(JSON.stringify(answer)));
});
let url = '';

beforeAll(async () => {
  const dependencies = { rodent: '^1.0.0' };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'a', dependencies }));
  writeFileSync(
    path.join(folder, 'package-lock.json'),
    JSON.stringify({
      name: 'a',
      lockfileVersion: 3,
      packages: { '': { name: 'a', dependencies }, 'node_modules/rodent': { version: '1.0.0' } },
    }),
  );
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`;
});
afterAll(() => {
  registry.close();
  rmSync(folder, { recursive: true });
});

/** Runs the audit in a process of its own: it waits for npm, and would not let the registry answer. */
async function audit(registryUrl: string, accepted: Record<string, string> = {}): Promise<Outcome> {
  const code = `
    import { audit } from ${JSON.stringify(new URL('./audit.mjs', import.meta.url).href)};
    const options = JSON.parse(process.argv[1]);
    console.log(JSON.stringify(audit(options.folder, options)));`;
  const env = { npm_config_registry: registryUrl, npm_config_cache: path.join(folder, 'cache') };
  const args = ['--input-type=module', '-e', code, JSON.stringify({ folder, accepted, env })];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  await new Promise((resolve) => child.on('close', resolve));
  return JSON.parse(out) as Outcome;
}

test('a vulnerable package fails, with the advisory and its address', async () => {
  expect(await audit(url)).toEqual({
    state: 'failed',
    lines: [`rodent <2.0.0 (high): Bites. ${advisory.url}`, '1 advisories, 0 of them accepted'],
  });
});

test('an accepted advisory passes, and one that is past is named', async () => {
  const accepted = { 'GHSA-aaaa-bbbb-cccc': 'not called', 'GHSA-past': 'not called' };
  expect(await audit(url, accepted)).toEqual({
    state: 'passed',
    lines: [
      'GHSA-past is accepted in scripts/audit.mjs, but concerns no package any more.',
      '1 advisories, 1 of them accepted',
    ],
  });
});

test('without a network the audit is skipped, with a sentence', async () => {
  const { state, lines } = await audit('http://127.0.0.1:9/');
  expect(state).toBe('skipped');
  expect(lines[0]).toMatch(/^No advisories could be fetched, so none were checked: .+/);
});
