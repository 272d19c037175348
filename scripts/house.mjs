// npm test, step "house": file sizes, folder sizes, circles of imports, the weight of the repository.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '..');

/** Lines of a file; of half of all files; files in a folder, beside its tests. */
const [MOST_LINES, MEDIAN_LINES, MOST_FILES] = [350, 90, 20];

/** Everything but the weights that ship. */
const MOST_BYTES = 8 * 2 ** 20;

const SOURCE = /\.(ts|tsx|mjs|mts|css|wgsl|py|c|h|cu)$/;
const SCRIPT = /\.(ts|tsx|mts)$/;
const isTest = (file) => /\.(test|spec)\.tsx?$|(^|\/)test_[^/]*\.py$/.test(file);
const isShippedWeight = (file) => /^models\/mouse-demo\/.*\.safetensors$/.test(file);

const git = (...args) => execFileSync('git', args, { cwd: root, maxBuffer: 2 ** 28 }).toString();

/** Files that are tracked or would be. */
const files = git('ls-files', '-z', '--cached', '--others', '--exclude-standard')
  .split('\0')
  .filter((file) => file && existsSync(path.join(root, file)));
const read = (file) => readFileSync(path.join(root, file), 'utf8');
const problems = [];

const sources = files.filter((file) => SOURCE.test(file) && !file.endsWith('.d.ts'));
const lines = sources.map((file) => [file, read(file).split('\n').length - 1]);
for (const [file, count] of lines)
  if (count > MOST_LINES) problems.push(`${file} has ${count} lines, more than ${MOST_LINES}`);
const sorted = lines.map(([, count]) => count).toSorted((a, b) => a - b);
const median = sorted[Math.floor(sorted.length / 2)];
if (median > MEDIAN_LINES) problems.push(`half of all files have ${median} lines or more`);

const inFolder = new Map();
for (const file of sources.filter((each) => !isTest(each))) {
  const folder = path.posix.dirname(file);
  inFolder.set(folder, (inFolder.get(folder) ?? 0) + 1);
}
for (const [folder, count] of inFolder)
  if (count > MOST_FILES) problems.push(`${folder} has ${count} files, more than ${MOST_FILES}`);

/** The project's own modules that a module imports or re-exports: values, types, and dynamic imports. */
function importsOf(file) {
  const found = ts.preProcessFile(read(file), true, true).importedFiles;
  return found
    .map(({ fileName }) => fileName.replace(/\?.*$/, ''))
    .filter((name) => name.startsWith('.'))
    .map((name) => path.posix.normalize(path.posix.join(path.posix.dirname(file), name)))
    .filter((name) => SCRIPT.test(name) && existsSync(path.join(root, name)));
}

/** Groups of modules that reach each other (Tarjan's strongly connected components). */
function circles(graph) {
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
    const circle = stack.splice(stack.indexOf(node));
    if (circle.length > 1) found.push(circle);
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return found;
}

const modules = sources.filter((file) => SCRIPT.test(file));
const graph = new Map(modules.map((file) => [file, importsOf(file)]));
for (const circle of circles(graph)) problems.push(`circle of imports: ${circle.join(' – ')}`);

const bytes = files
  .filter((file) => !isShippedWeight(file))
  .reduce((sum, file) => sum + statSync(path.join(root, file)).size, 0);
if (bytes > MOST_BYTES)
  problems.push(`everything but the weights that ship has ${bytes} bytes, more than ${MOST_BYTES}`);

for (const problem of problems) console.error(problem);
console.log(
  `${sources.length} files, median ${median} lines; ${modules.length} modules; ` +
    `${(bytes / 2 ** 20).toFixed(2)} MiB beside the weights`,
);
process.exitCode = problems.length > 0 ? 1 : 0;
