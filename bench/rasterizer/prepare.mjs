// Prepares what the measurements need: other projects, bundles of this project, and clouds.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

export const root = path.resolve(import.meta.dirname, '../..');
/**
 * Bundles are in node_modules, because they import npm packages from there. Other projects and clouds are in the folder
 * that the environment variable RASTERIZER_BENCH names. If it is not set, they are beside the bundles.
 */
export const bundles = path.join(root, 'node_modules/.cache/bench');
export const cache = process.env.RASTERIZER_BENCH ?? bundles;

/** npm packages of the projects to compare with. All have the MIT licence. They are installed into `cache`, not into this project. */
const PEERS = {
  '@playcanvas/splat-transform': '2.7.1',
  playcanvas: '2.23.3',
  '@sparkjsdev/spark': '2.2.0',
  '@mkkellogg/gaussian-splats-3d': '0.4.7',
  three: '0.187.0',
};

/**
 * Numbers of Gaussians of the clouds. The first has one Gaussian per pixel of six views of 128², the last one per pixel of
 * six views of 512².
 */
export const COUNTS = [98_304, 300_000, 1_572_864];

const packageOf = (name) => path.join(cache, 'node_modules', name, 'package.json');
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

/**
 * Installs the other projects into the cache. Returns `name version` of each.
 * @throws Error if a project does not have the MIT licence, or npm fails
 */
export function installPeers() {
  mkdirSync(cache, { recursive: true });
  const missing = Object.entries(PEERS).filter(
    ([name, version]) => !existsSync(packageOf(name)) || read(packageOf(name)).version !== version,
  );
  if (missing.length > 0) {
    const packages = Object.entries(PEERS).map(([name, version]) => `${name}@${version}`);
    console.error(`installing into ${cache}: ${packages.join(' ')}`);
    if (!existsSync(path.join(cache, 'package.json')))
      writeFileSync(path.join(cache, 'package.json'), '{ "private": true }\n');
    const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...packages];
    const { status } = spawnSync('npm', args, {
      cwd: cache,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new Error('npm could not install the projects to compare with.');
  }
  return Object.keys(PEERS).map((name) => {
    const { version, license } = read(packageOf(name));
    if (license !== 'MIT') throw new Error(`${name} ${version} is under ${license}`);
    return `${name} ${version}`;
  });
}

const bundled = (result) => (Array.isArray(result) ? result[0] : result).output[0].code;

/** Bundles `ours.ts` for Node and browser. Resolves with the bundle's module. */
export async function bundleOurs() {
  const entry = path.join(import.meta.dirname, 'ours.ts');
  const code = await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { lib: { entry, formats: ['es'] }, target: 'es2022', write: false, minify: false },
  }).then(bundled);
  return write('ours.mjs', code);
}

/** Bundles a TypeScript program for Node, without npm packages. Returns the path of the bundle. */
export async function bundleForNode(entry, name) {
  const code = await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: entry,
      target: 'node20',
      write: false,
      rolldownOptions: { output: { codeSplitting: false } },
    },
  }).then(bundled);
  const file = path.join(bundles, name);
  mkdirSync(bundles, { recursive: true });
  writeFileSync(file, code);
  return file;
}

/** Bundles `turntable.ts` for Node. Resolves with the bundle's module. */
export async function bundleTurntable() {
  const entry = path.join(import.meta.dirname, 'turntable.ts');
  return import(pathToFileURL(await bundleForNode(entry, 'turntable.mjs')).href);
}

/** Writes a bundle and imports it as a module. */
function write(name, code) {
  const file = path.join(bundles, name);
  mkdirSync(bundles, { recursive: true });
  writeFileSync(file, code);
  return import(pathToFileURL(file).href);
}

export const plyOf = (count) => path.join(cache, `mouse-${count}.ply`);

/** Writes the clouds that do not exist. All are made from the mouse of the demo pack. */
export function makeClouds({ readPly, writePly, splitCloud }, counts = COUNTS) {
  const source = path.join(root, 'src/gpu/fixtures/demo-mouse.ply');
  const mouse = readPly(readFileSync(source));
  for (const count of counts)
    if (!existsSync(plyOf(count))) writeFileSync(plyOf(count), writePly(splitCloud(mouse, count)));
  return { mouse, source };
}

export const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
