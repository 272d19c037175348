import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.ts';
import type { Camera } from '../../src/core/camera/camera.ts';
import { UsageError } from '../command.ts';
import type { ViewsRequest } from '../reconstruct/views.ts';
import { ofSample } from './alignment.ts';
import { claimAlignment, readAlignment } from './alignment-file.ts';
import { commonShifts, inPixels, perFocal } from './rig-shifts.ts';

let work: string;
beforeEach(async () => void (work = await mkdtemp(path.join(tmpdir(), 'alignment-file-'))));
afterEach(() => rm(work, { recursive: true }));

const settings = { pack: { w: 'ab' }, inputViews: null };
const saying = (x: number) => ({
  ...{ settings, samples: ['a'] },
  rig: { cameras: [0], shifts: [{ x, y: -0 }] },
});

describe('alignment.json', () => {
  it('is that of the first of several processes, and all take it', async () => {
    const frames = path.join(work, 'frames');
    const usable = () => Promise.resolve(true);
    const taken = await Promise.all(
      [1, 2, 3, 4].map((x) => claimAlignment(frames, saying(x), usable)),
    );
    const { rig } = (await readAlignment(frames, settings))!;
    for (const each of taken) expect(each.rig).toEqual(rig);
    expect(await readdir(frames)).toEqual(['alignment.json']);
    expect(await readAlignment(frames, { ...settings, inputViews: [1] })).toBeNull();
  });

  it('is replaced if it cannot be used', async () => {
    await writeFile(path.join(work, 'alignment.json'), '{');
    const usable = () => Promise.resolve(false);
    for (const x of [1, 2]) {
      const { rig } = await claimAlignment(work, saying(x), usable);
      // As the next run reads it: JSON knows no −0.
      expect(rig).toEqual({ cameras: [0], shifts: [{ x, y: 0 }] });
      expect(await readAlignment(work, settings)).toMatchObject({ rig });
    }
  });
});

describe('the shifts of a rig', () => {
  const of = (chosen: number[], f: number) => ({
    chosen,
    cameras: chosen.map((n) => ({ fx: f, fy: f * (n + 1) })) as Camera[],
  });
  const all = (x: number, y: number) => [0, 1].map(() => ({ x, y }));

  it('are the median of the samples with most cameras in common, by focal length', () => {
    const rig = commonShifts([
      perFocal(of([0, 2], 10), all(9, 9)),
      perFocal(of([0, 1], 10), all(1, 2)),
      perFocal(of([0, 1], 20), all(4, 8)),
      perFocal(of([0, 1], 40), all(100, 12)),
    ])!;
    expect(inPixels(rig, of([0, 1], 10))).toEqual([
      { x: 2, y: 3 },
      { x: 2, y: 3 },
    ]);
    for (const chosen of [[0, 2], [0], [0, 1, 2]])
      expect(inPixels(rig, of(chosen, 10))).toBeUndefined();
    expect(commonShifts([])).toBeNull();
  });
});

it('ofSample passes over what is wrong with the sample, and nothing else', async () => {
  const request = {} as ViewsRequest;
  const sample = path.join(work, 's');
  await mkdir(path.join(sample, 'images'), { recursive: true });
  expect(await ofSample(sample, request, () => 1)).toBeNull();
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg==',
    'base64',
  );
  await writeFile(path.join(sample, 'images', '0.png'), png);
  const w2c = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 2, 0, 0, 0, 1];
  const rows = [0, 4, 8, 12].map((row) => w2c.slice(row, row + 4));
  const frames = [{ w: 1, h: 1, fx: 1, fy: 1, cx: 0.5, cy: 0.5, w2c: rows }];
  await writeFile(path.join(sample, 'opencv_cameras.json'), JSON.stringify({ frames }));
  const failing = (error: unknown) =>
    ofSample(sample, request, () => {
      throw error;
    });
  expect(await ofSample(sample, request, ({ chosen }) => chosen)).toEqual([0]);

  const ofFile = (file: string) => Object.assign(new Error('EIO'), { code: 'EIO', path: file });
  const inside = ofFile(path.join(sample, 'images', '0.png'));
  const coded = (code: 'photo-damaged' | 'internal' | 'device-lost', cause?: unknown) =>
    new AppError(code, { message: '', cause });
  for (const error of [new UsageError(''), coded('photo-damaged'), inside])
    expect(await failing(error)).toBeNull();
  expect(await failing(coded('internal', inside))).toBeNull();
  for (const error of [new TypeError(), coded('internal', new TypeError()), coded('device-lost')])
    await expect(failing(error)).rejects.toBe(error);
  const outside = ofFile(path.join(work, 'other'));
  await expect(failing(outside)).rejects.toBe(outside);
});
