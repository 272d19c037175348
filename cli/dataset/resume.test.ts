import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orbitCamera } from '../../src/core/camera/orbit.ts';
import { dataset } from '../commands/dataset.ts';
import * as made from '../test/made-videos.ts';
import { root as checkout } from '../test/process.ts';
import { runCommand } from '../test/run-command.ts';

let root = '';
const at = (...parts: string[]) => path.join(root, ...parts);

beforeAll(async () => {
  if (!made.hasFfmpeg) return;
  root = await mkdtemp(path.join(tmpdir(), 'resume-'));
  const frames = Array.from({ length: 100 }, (_, frame) => made.numbered(1, frame));
  for (const name of ['left', 'right']) made.makeVideo(at(`videos/${name}.mkv`), frames);
  const list = [0, 1].map((i) => {
    const { w2c, ...lens } = orbitCamera(90 * i, 10, 3, 50, 48);
    const rows = [0, 4, 8, 12].map((row) => [...w2c.subarray(row, row + 4)]);
    return { ...lens, w: 64, h: 48, w2c: rows, name: ['right', 'left'][i] };
  });
  await writeFile(at('cameras.json'), JSON.stringify(list));
}, 120_000);
afterAll(() => rm(root, { recursive: true, force: true }));

const words = (out: string, ...more: string[]) => [
  ...['--videos', at('videos'), '--cameras', at('cameras.json'), '--out', at(out)],
  ...['--size', '48', '--samples', '30', ...more],
];
const run = (out: string, ...more: string[]) => runCommand(dataset, words(out, ...more), root);

/** Starts the program, and kills it as soon as a file is there. */
async function killedAt(out: string, file: string) {
  const program = path.join(checkout, 'scripts/cli.mjs');
  const child = spawn(process.execPath, [program, 'dataset', ...words(out)], { stdio: 'ignore' });
  const ended = once(child, 'close');
  while (!(await stat(at(out, file)).catch(() => null))) {
    expect(child.exitCode).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  child.kill('SIGKILL');
  await ended;
}

const contentOf = async (folder: string) => {
  const names = (await readdir(at(folder), { recursive: true })).sort();
  const files = names.filter((name) => /\.(png|json)$/.test(name));
  return Promise.all(
    files.map(async (name) => [name, (await readFile(at(folder, name))).toString('base64')]),
  );
};

const reason = made.hasFfmpeg ? '' : ' (skipped: there is no ffmpeg and ffprobe on the PATH)';

describe.skipIf(!made.hasFfmpeg)(`a run that was killed${reason}`, () => {
  it('goes on where it was, and gives what a run at once gives', { timeout: 180_000 }, async () => {
    await killedAt('out', 'sample_000003/opencv_cameras.json');
    const there = (await readdir(at('out'))).filter((name) => name.startsWith('sample_'));
    expect(there.length).toBeLessThan(30);
    expect(await readdir(at('out'))).not.toContain('data_mouse_train.txt');
    // As if it had been killed while a sample was written.
    await mkdir(at('out/sample_000029/.new-1/images'), { recursive: true });
    await mkdir(at('out/sample_000028/images'), { recursive: true });
    await writeFile(at('out/sample_000028/images/cam_000.png'), '');
    const { mtimeMs } = await stat(at('out/sample_000002/images/cam_001.png'));

    const again = await run('out');
    expect(again).toMatchObject({ code: 0, warned: [] });
    expect(again.said[0]).toBe('cameras and videos by name: 0 right.mkv, 1 left.mkv');
    expect(again.said[1]).toMatch(/^\/out: \d+ of 30 samples are there already$/);
    expect((await stat(at('out/sample_000002/images/cam_001.png'))).mtimeMs).toBe(mtimeMs);
    expect(await readdir(at('out/sample_000029'))).toEqual(['images', 'opencv_cameras.json']);
    await run('whole');
    expect(await contentOf('out')).toEqual(await contentOf('whole'));

    const third = await run('out');
    expect(third.said.slice(1)).toEqual(['/out: done before (--force makes it again)']);
    const split = await run('out', '--val', '0.5');
    expect(split.said.at(-1)).toContain('15 in data_mouse_train.txt, 15 in data_mouse_val.txt');
  });

  it('does not mix its samples with those of other settings', async () => {
    const few = ['--start', '80', '--end', '90'];
    expect((await run('whole', ...few)).code).toBe(
      '/whole was made with other settings (start, end). Choose another folder with --out, or make it again with --force.',
    );
    const forced = await run('whole', ...few, '--force');
    expect(forced.code).toBe(0);
    const left = (await readdir(at('whole'))).filter((name) => name.startsWith('sample_'));
    expect(left).toHaveLength(10);
    const last = await made.readPng(at('whole/sample_000009/images/cam_001.png'));
    expect(made.numbersIn(last).frame).toBe(89);
    await rm(at('whole/dataset.json'));
    expect((await run('whole', ...few)).code).toContain(
      '/whole contains samples that were not made by this command.',
    );
    expect((await run('videos')).code).toBe(
      '/videos is an input. Choose another folder with --out.',
    );
  });

  it('may be shared by several processes, and the one that makes the last sample writes the lists', async () => {
    const lists = async () => (await readdir(at('shared'))).filter((name) => name.endsWith('.txt'));
    const numbers = async () =>
      (await readdir(at('shared'))).filter((name) => name.startsWith('sample_')).sort();
    const second = await run('shared', '--shard', '2/3');
    expect(second).toMatchObject({ code: 0, warned: [] });
    expect(second.said.at(-1)).toMatch(/10 samples of part 2\/3; 20 of 30 are not there yet/);
    expect((await numbers()).at(0)).toBe('sample_000010');
    expect((await numbers()).at(-1)).toBe('sample_000019');
    expect(await lists()).toEqual([]);
    // Two at the same time.
    await Promise.all([run('shared', '--shard', '3/3'), run('shared', '--shard', '1/3')]);
    expect(await lists()).toHaveLength(2);
    await run('alone');
    expect(await contentOf('shared')).toEqual(await contentOf('alone'));
    for (const name of await lists())
      expect((await readFile(at('shared', name), 'utf8')).replaceAll('shared', 'alone')).toBe(
        await readFile(at('alone', name), 'utf8'),
      );
    const again = await run('shared', '--shard', '1/3');
    expect(again.said.at(-1)).toBe('/shared: done before (--force makes it again)');
  });

  it('of which a part is empty warns', async () => {
    const { code, warned } = await run('out', '--start', '80', '--end', '82', '--force');
    expect([code, warned]).toEqual([0, [expect.stringContaining('only 2 frames')]]);
    const none = await run('out', '--start', '80', '--end', '82', '--shard', '1/9');
    expect(none.warned).toContain('Shard 1/9 selects none of the 2 samples.');
  });

  it('that ended before the first sample may be started with other settings', async () => {
    const other = ['--camera-size', '64x48', '--start', '80'];
    await mkdir(at('early'));
    await writeFile(at('early/dataset.json'), await readFile(at('out/dataset.json')));
    expect((await run('early', ...other)).code).toBe(0);
    expect(await readdir(at('early'))).toContain('sample_000001');
  });
});
