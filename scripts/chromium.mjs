import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';

/** Flags for Chromium in tests and benchmarks. They stop requests to other servers, and switch off the sandbox. */
export const QUIET = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Flags for WebGL2 in software (SwiftShader). */
export const WEBGL = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

/** Flags for WebGPU in software (SwiftShader). */
export const WEBGPU = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/** A script that a page runs first: it fetches nothing before a run (src/app/ahead/host.ts). */
export const NOTHING_AHEAD =
  "try { localStorage.setItem('fetch-ahead', 'off'); } catch { /* no storage */ }";

/** Usual paths of Chromium and Chrome, by platform. */
const systemPaths = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/opt/google/chrome/chrome',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) =>
    path.join(process.env[name] ?? 'C:\\', 'Google\\Chrome\\Application\\chrome.exe'),
  ),
};

/**
 * Path of a Chromium on this machine. Searches `CHROME_PATH`, then the system's paths, then Playwright's own Chromium.
 * Playwright's is last, because it has no H.264 encoder. Null if no Chromium is found.
 */
export function findChromium() {
  const system = systemPaths[process.platform] ?? [];
  const candidates = [process.env.CHROME_PATH, ...system, chromium.executablePath()];
  return candidates.find((file) => file && existsSync(file)) ?? null;
}

const run = (command, args) =>
  spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;

/**
 * Path of a Chromium on this machine. If none is found, tries to install one: with apt-get (as root), then with
 * Playwright. Null if that fails.
 */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  const root = process.getuid?.() === 0;
  if (root && existsSync('/usr/bin/apt-get')) {
    console.log('No Chromium was found. Installing it with apt-get.');
    run('apt-get', ['update', '-q']);
    run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium']);
    const installed = findChromium();
    if (installed) return installed;
  }
  console.log("No Chromium was found. Installing Playwright's Chromium.");
  const install = ['playwright', 'install', ...(root ? ['--with-deps'] : []), 'chromium'];
  run('npx', install);
  return findChromium();
}
