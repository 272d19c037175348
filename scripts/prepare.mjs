// First steps of `npm start` and `npm test`: install npm packages and build the page, where needed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const windows = process.platform === 'win32';

/** Runs a command and shows its output. Ends this process if the command fails. */
function runOrExit(root, command, args) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: windows,
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/** Ends this process if Node is older than 20.19. */
export function assertNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Node ${process.versions.node} is too old. Node 20.19 or newer is needed.`);
    process.exit(1);
  }
}

/** Installs the packages of package-lock.json, unless they were already installed from the same lock file. */
export function ensureInstalled(root) {
  assertNode();
  const stamp = path.join(root, 'node_modules/.cache/installed-lock');
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  // If a user ran `npm ci`, npm has written a copy of the lock file that is newer than the lock file.
  const npmCopy = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(npmCopy) || newest(path.join(root, 'package-lock.json')) > newest(npmCopy)) {
    runOrExit(root, 'npm', ['ci', '--no-audit', '--no-fund']);
  }
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, lock);
}

/** Files and folders that the build depends on. */
const sources = [
  'index.html',
  'models',
  'package-lock.json',
  'public',
  'scripts/build',
  'scripts/server/headers.mjs',
  'shaders',
  'src',
  'vite.config.ts',
];
/** Folders in models/ that the build does not use. */
const notServed = new Set(['training', 'parity', '__pycache__']);

/**
 * Modification time of a file, or of the newest file in a folder, in milliseconds since 1970. 0 if `file` does not exist.
 */
export function newest(file) {
  if (!existsSync(file)) return 0;
  const info = statSync(file);
  if (!info.isDirectory()) return info.mtimeMs;
  return readdirSync(file)
    .filter((name) => !notServed.has(name))
    .reduce((latest, name) => Math.max(latest, newest(path.join(file, name))), info.mtimeMs);
}

/** Builds the page into dist/ unless the build is newer than all source files. */
export function ensureBuilt(root) {
  const built = newest(path.join(root, 'dist/models/index.json'));
  const changed = Math.max(...sources.map((name) => newest(path.join(root, name))));
  if (built > changed) return;
  runOrExit(root, process.execPath, [path.join(root, 'node_modules/vite/bin/vite.js'), 'build']);
}
