import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from './test/process.ts';

let work: string;
beforeAll(async () => void (work = await mkdtemp(path.join(tmpdir(), 'tutorial-'))));
afterAll(() => rm(work, { recursive: true, force: true }));

/** The commands of a manual, in its order. */
const commandsOf = async (name: string): Promise<string[]> =>
  (await readFile(path.join(root, 'docs', name), 'utf8'))
    .split('\n')
    .filter((line) => line.startsWith('npm run '));

const scripts: Readonly<Record<string, string>> = {
  cli: 'scripts/cli.mjs',
  'made-up-lab': 'scripts/made-up-lab.mjs',
};

/** Runs a line as a person does in the checkout, with the folder `lab` elsewhere. */
function run(line: string): void {
  const [script, ...words] = line.replace('npm run --silent ', '').split(' ');
  // `--frame lab` is no folder.
  const folder = script === 'cli' ? /^lab(?=\/)/ : /^lab(?=\/|$)/;
  const typed = words.slice(1).map((word) => word.replace(folder, work));
  execFileSync(process.execPath, [path.join(root, scripts[script]), ...typed], {
    cwd: root,
    stdio: 'pipe',
  });
}

const json = async (...parts: string[]): Promise<unknown> =>
  JSON.parse(await readFile(path.join(work, ...parts), 'utf8'));

it('has the same commands in both languages', async () => {
  expect(await commandsOf('lab.ko.md')).toEqual(await commandsOf('lab.md'));
});

it('leads from videos to numbers and films, command by command', async () => {
  const commands = await commandsOf('lab.md');
  expect(commands.length).toBeGreaterThan(7);
  for (const line of commands) run(line);
  const list = await readFile(path.join(work, 'data', 'data_mouse_val.txt'), 'utf8');
  expect(list.trim().split('\n')).toHaveLength(1);
  const metrics = (await json('report', 'metrics.json')) as {
    results: { mean: { iou: number; psnrMask: number } }[];
  };
  expect(metrics.results[0].mean.iou).toBeGreaterThan(0.85);
  const compared = (await json('compared', 'compare.json')) as {
    rows: { name: string; all: { mean: { iou: number } } }[];
  };
  const [photo, all] = compared.rows;
  expect([photo.name, all.name]).toEqual(['photo 0', '6 views']);
  expect(all.all.mean.iou).toBeGreaterThan(photo.all.mean.iou);
  const film = await readdir(path.join(work, 'film'));
  expect(film).toEqual(expect.arrayContaining(['frame0004.ply', 'combined_views.mp4']));
}, 1_200_000);
