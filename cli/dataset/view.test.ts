import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { orbitCamera } from '../../src/core/camera/orbit.ts';
import { dataset } from '../commands/dataset.ts';
import { numbered, putPng } from '../test/made-videos.ts';
import { runCommand } from '../test/run-command.ts';

let root = '';
const at = (...parts: string[]) => path.join(root, ...parts);

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'view-'));
  for (const camera of [0, 1, 2])
    for (const frame of [0, 1, 2, 3])
      await putPng(at(`videos/${camera}/${frame}.png`), numbered(camera, frame));
});
afterAll(() => rm(root, { recursive: true }));

const putCameras = (lens: object) =>
  writeFile(
    at('cameras.json'),
    JSON.stringify(
      [0, 1, 2].map((i) => {
        const { w2c } = orbitCamera(120 * i, 20, 300, 50, 512);
        const rows = [0, 4, 8, 12].map((row) => [...w2c.subarray(row, row + 4)]);
        return { fx: 70, fy: 72, w2c: rows, ...lens };
      }),
    ),
  );
const make = (...more: string[]) =>
  runCommand(
    dataset,
    [
      ...['--videos', at('videos'), '--cameras', at('cameras.json'), '--out', at('out')],
      ...['--skip-ends', '0', '--size', '48', ...more],
    ],
    root,
  );

it('cameras without a size are checked together, before anything is written', async () => {
  // Each one could be right: only their mean shows that they are for larger frames.
  await putCameras({ cx: 0.65 * 64, cy: 0.65 * 48 });
  expect((await make()).code).toContain('cameras.json: frame 0: the principal point is at 42 31');
  expect(await readdir(root)).not.toContain('out');

  await putCameras({ cx: 30, cy: 25 });
  expect((await make()).code).toBe(0);
  const before = await readdir(at('out'), { recursive: true });
  expect(before).toContain('data_mouse_train.txt');
  await putCameras({ cx: 0.65 * 64, cy: 0.65 * 48 });
  expect((await make('--force', '--samples', '2')).code).toContain('Give the size');
  expect(await readdir(at('out'), { recursive: true })).toEqual(before);
  expect((await make('--force', '--camera-size', '96x72')).code).toBe(0);
});
