// npm run test:audit: asks npm for known vulnerabilities of the packages in the lock file.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Advisories that do not concern this project: reasons by id, for example `GHSA-…`. */
const ACCEPTED = {};

/** The advisories in the report of `npm audit --json`, once each. */
function advisoriesOf({ vulnerabilities }) {
  const found = Object.values(vulnerabilities).flatMap(({ via }) => via);
  const advisories = found.filter((each) => typeof each === 'object');
  return [...new Map(advisories.map((each) => [each.url, each])).values()];
}

/** Checks the packages of a lock file. audit.d.mts has the details. */
export function audit(folder, { accepted = ACCEPTED, env = {} } = {}) {
  const args = ['audit', '--json', '--package-lock-only', '--fetch-retries=0'];
  const { stdout } = spawnSync('npm', [...args, '--fetch-timeout=20000'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
    maxBuffer: 2 ** 26,
  });
  let report;
  try {
    report = JSON.parse(stdout);
  } catch {
    report = { message: 'npm gave no report' };
  }
  if (!report.vulnerabilities) {
    const why = report.message ?? report.error?.summary ?? 'npm gave no report';
    return {
      state: 'skipped',
      lines: [`No advisories could be fetched, so none were checked: ${why}`],
    };
  }
  const advisories = advisoriesOf(report).map((each) => ({
    ...each,
    id: path.posix.basename(each.url),
  }));
  const open = advisories.filter(({ id }) => !accepted[id]);
  const past = Object.keys(accepted).filter((id) => !advisories.some((each) => each.id === id));
  return {
    state: open.length > 0 ? 'failed' : 'passed',
    lines: [
      ...open.map(
        ({ name, range, severity, title, url }) =>
          `${name} ${range} (${severity}): ${title}. ${url}`,
      ),
      ...past.map(
        (id) => `${id} is accepted in scripts/audit.mjs, but concerns no package any more.`,
      ),
      `${advisories.length} advisories, ${advisories.length - open.length} of them accepted`,
    ],
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { state, lines } = audit(path.resolve(import.meta.dirname, '..'));
  console.log(lines.join('\n'));
  process.exitCode = state === 'failed' ? 1 : 0;
}
