// npm test, step "house": limits the lines of a file, the files of a folder, and the bytes of the repository. Refuses
// cyclic imports, and packages with other licences than those of licences.mjs.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { licenceProblems } from './licences.mjs';

const root = path.resolve(import.meta.dirname, '..');

/** Largest number of lines in one file. */
const LINES_MAX = 350;
/** Largest median of the numbers of lines of all files. */
const MEDIAN_MAX = 90;
/** Largest number of files in one folder. Tests are not counted. */
const FILES_MAX = 20;
/** Largest size of the repository in bytes. The demo pack's weights are not counted. */
const BYTES_MAX = 8 * 2 ** 20;

const SOURCE = /\.(ts|tsx|mjs|mts|css|wgsl|py|c|h|cu)$/;
const SCRIPT = /\.(ts|tsx|mts)$/;
const isTest = (file) => /\.(test|spec)\.tsx?$|(^|\/)test_[^/]*\.py$/.test(file);
const isDemoWeights = (file) => /^models\/mouse-demo\/.*\.safetensors$/.test(file);

const git = (...args) => execFileSync('git', args, { cwd: root, maxBuffer: 2 ** 28 }).toString();

/** All files that git tracks, or would track after `git add .`. */
const files = git('ls-files', '-z', '--cached', '--others', '--exclude-standard')
  .split('\0')
  .filter((file) => file && existsSync(path.join(root, file)));
const read = (file) => readFileSync(path.join(root, file), 'utf8');
const problems = [];

const sources = files.filter((file) => SOURCE.test(file) && !file.endsWith('.d.ts'));
const lines = sources.map((file) => [file, read(file).split('\n').length - 1]);
for (const [file, count] of lines)
  if (count > LINES_MAX) problems.push(`${file} has ${count} lines, more than ${LINES_MAX}`);
const sorted = lines.map(([, count]) => count).toSorted((a, b) => a - b);
const median = sorted[Math.floor(sorted.length / 2)];
if (median > MEDIAN_MAX)
  problems.push(`the median of lines per file is ${median}, more than ${MEDIAN_MAX}`);

const inFolder = new Map();
for (const file of sources.filter((each) => !isTest(each))) {
  const folder = path.posix.dirname(file);
  inFolder.set(folder, (inFolder.get(folder) ?? 0) + 1);
}
for (const [folder, count] of inFolder)
  if (count > FILES_MAX) problems.push(`${folder} has ${count} files, more than ${FILES_MAX}`);

/** The modules of this project that `file` imports or re-exports. Types and dynamic imports are included. */
function importsOf(file) {
  const found = ts.preProcessFile(read(file), true, true).importedFiles;
  return found
    .map(({ fileName }) => fileName.replace(/\?.*$/, ''))
    .filter((name) => name.startsWith('.'))
    .map((name) => path.posix.normalize(path.posix.join(path.posix.dirname(file), name)))
    .filter((name) => SCRIPT.test(name) && existsSync(path.join(root, name)));
}

/** Cyclic imports: groups of modules that import each other (Tarjan's strongly connected components). */
function cyclesIn(graph) {
  const [index, low, stack, found] = [new Map(), new Map(), [], []];
  const visit = (node) => {
    index.set(node, index.size);
    low.set(node, index.get(node));
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node), low.get(next)));
    }
    if (low.get(node) !== index.get(node)) return;
    const cycle = stack.splice(stack.indexOf(node));
    if (cycle.length > 1) found.push(cycle);
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return found;
}

const modules = sources.filter((file) => SCRIPT.test(file));
const graph = new Map(modules.map((file) => [file, importsOf(file)]));
for (const cycle of cyclesIn(graph)) problems.push(`cyclic imports: ${cycle.join(' – ')}`);

const bytes = files
  .filter((file) => !isDemoWeights(file))
  .reduce((sum, file) => sum + statSync(path.join(root, file)).size, 0);
if (bytes > BYTES_MAX)
  problems.push(
    `the repository without the demo pack's weights has ${bytes} bytes, more than ${BYTES_MAX}`,
  );

problems.push(...licenceProblems(JSON.parse(read('package-lock.json'))));

for (const problem of problems) console.error(problem);
console.log(
  `${sources.length} files, median ${median} lines; ${modules.length} modules; ` +
    `${(bytes / 2 ** 20).toFixed(2)} MiB without the demo pack's weights`,
);
process.exitCode = problems.length > 0 ? 1 : 0;
