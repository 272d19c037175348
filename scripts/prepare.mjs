// What `npm start` and `npm test` do first: make sure that packages and the build are there and fresh.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const windows = process.platform === 'win32';

/** Runs a command with its output shown; ends the process where it fails. */
function must(root, command, args) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: windows,
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/** Ends the process where Node is too old. */
export function assertNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Node ${process.versions.node} is too old: 20.19 or newer is needed.`);
    process.exit(1);
  }
}

/** Installs the packages of the lock file, unless that very lock file has been installed already. */
export function ensureInstalled(root) {
  assertNode();
  const stamp = path.join(root, 'node_modules/.cache/installed-lock');
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  // Somebody's own `npm ci` leaves npm's copy of the lock file, younger than the lock file itself.
  const npms = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(npms) || newest(path.join(root, 'package-lock.json')) > newest(npms)) {
    must(root, 'npm', ['ci', '--no-audit', '--no-fund']);
  }
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, lock);
}

const sources = [
  'index.html',
  'models',
  'package-lock.json',
  'public',
  'shaders',
  'src',
  'vite.config.ts',
];
const notShipped = new Set(['training', 'parity', '__pycache__']);

/** Time of the youngest file at or below `file`, in milliseconds; 0 where there is none. */
export function newest(file) {
  if (!existsSync(file)) return 0;
  const info = statSync(file);
  if (!info.isDirectory()) return info.mtimeMs;
  return readdirSync(file)
    .filter((name) => !notShipped.has(name))
    .reduce((latest, name) => Math.max(latest, newest(path.join(file, name))), info.mtimeMs);
}

/** Builds the page into dist/ unless the build there is younger than everything it is made of. */
export function ensureBuilt(root) {
  const built = newest(path.join(root, 'dist/models/index.json'));
  const changed = Math.max(...sources.map((name) => newest(path.join(root, name))));
  if (built > changed) return;
  must(root, process.execPath, [path.join(root, 'node_modules/vite/bin/vite.js'), 'build']);
}
