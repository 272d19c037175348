import { mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Shift } from '../../src/core/camera/align-silhouettes.ts';
import { mapCamera } from '../../src/core/camera/similarity.ts';
import type { RgbaImage } from '../../src/core/image/image.ts';
import { sphereCameras, sphereView } from '../../src/test/photos/spheres.ts';
import { runCli } from '../test/process.ts';

let work: string;
const at = (...parts: string[]) => path.join(work, ...parts);

const CAMERAS = sphereCameras(128);
const LARGE = sphereCameras(256);
const FRAMES = [0, 1, 2];

/** A picture that is moved to the right. What comes in from the left is as its border. */
const movedRight = ({ width, height, data }: RgbaImage, by: number): RgbaImage => ({
  ...{ width, height },
  data: Uint8ClampedArray.from({ length: data.length }, (_, at) => {
    const [x, row] = [(at >> 2) % width, Math.floor((at >> 2) / width)];
    return data[4 * (row * width + Math.max(0, x - by)) + (at % 4)];
  }),
});

/** By how many pixels the picture of camera 2 is beside its place. The cameras of the last frame are late. */
const BESIDE = [3, 3, 0];

const cameraFile = (cameras = CAMERAS) =>
  JSON.stringify({
    frames: cameras.map(({ width: w, height: h, w2c, ...rest }) => ({
      ...{ w, h, ...rest },
      w2c: [0, 4, 8, 12].map((from) => [...w2c.subarray(from, from + 4)]),
    })),
  });

/** Writes a sample whose picture of camera 2 is beside its place. */
async function putSample(data: string, frame: number, cameras: typeof CAMERAS, beside: number) {
  const folder = at(data, `sample_00000${frame}`);
  await mkdir(path.join(folder, 'images'), { recursive: true });
  for (const [i, camera] of cameras.entries()) {
    const { width, height, data } = movedRight(sphereView(camera), i === 2 ? beside : 0);
    await sharp(Buffer.from(data), { raw: { width, height, channels: 4 } })
      .png()
      .toFile(path.join(folder, 'images', `cam_${i}.png`));
  }
  await writeFile(path.join(folder, 'opencv_cameras.json'), cameraFile(cameras));
}

beforeAll(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'alignment-'));
  for (const frame of FRAMES) await putSample('data', frame, CAMERAS, BESIDE[frame]);
  await putSample('mixed', 0, CAMERAS, 3);
  await putSample('mixed', 1, LARGE, 6);
  await putSample('mixed', 2, CAMERAS.slice(0, 5), 3);
}, 600_000);
afterAll(() => rm(work, { recursive: true, force: true }));

const FEW = ['--input-views', '0,1,2,3', '--size', '64', '--render-views', '0'];
const run = (out: string, ...more: string[]) =>
  runCli(['sequence', '--data', at('data'), ...FEW, '--out', at(out), ...more]);

const runMixed = (out: string, ...more: string[]) =>
  runCli([
    ...['sequence', '--data', at('mixed'), '--size', '64', '--render-views', '0'],
    ...['--out', at(out), ...more],
  ]);

/** The shifts of a frame, pixels of its pictures. */
async function placedShifts(out: string, frame: number) {
  const file = at(out, 'frames', `sample_00000${frame}`, 'placement.json');
  const { shifts } = JSON.parse(await readFile(file, 'utf8')) as { shifts?: Shift[] };
  return shifts;
}

/** The shift of camera 2 along x in each frame, rounded to pixels. */
const shiftsOf = (out: string) =>
  Promise.all(FRAMES.map(async (n) => Math.round((await placedShifts(out, n))?.[2].x ?? 0)));

describe('the alignment of a sequence', () => {
  it(
    'is that of the rig: the median of its frames, also in a shard',
    { timeout: 600_000 },
    async () => {
      expect(await run('shard', '--shard', '3/3')).toMatchObject({ code: 0 });
      expect(await run('whole')).toMatchObject({ code: 0 });
      const [, , last] = await shiftsOf('whole');
      expect(last).toBeGreaterThanOrEqual(2);
      expect(await shiftsOf('whole')).toEqual([last, last, last]);
      const own = at('shard', 'frames', 'sample_000002', 'placement.json');
      const whole = at('whole', 'frames', 'sample_000002', 'placement.json');
      expect(await readFile(own, 'utf8')).toBe(await readFile(whole, 'utf8'));
      // The same again: nothing is reconstructed.
      const again = await run('whole');
      expect(again.stdout + again.stderr).toMatch(/sample_000002: done before/);
      // A part of the frames has the shifts of the whole, although its own are others.
      const part = await run('whole', '--start-frame', '2');
      expect(part.stdout).toMatch(/sample_000002: done before/);
      const forced = await run('whole', '--start-frame', '2', '--force');
      expect(forced.stdout).not.toMatch(/done before/);
      expect((await shiftsOf('whole'))[2]).toBe(0);
    },
  );

  it('moves larger pictures of a camera further', { timeout: 600_000 }, async () => {
    const ended = await runMixed('sizes', '--num-frames', '2');
    expect(ended).toMatchObject({ code: 0 });
    const [small, large] = await Promise.all([0, 1].map((n) => placedShifts('sizes', n)));
    expect(small![2].x).toBeGreaterThan(2);
    for (const [i, { x, y }] of small!.entries()) {
      expect(large![i].x).toBeCloseTo(2 * x, 9);
      expect(large![i].y).toBeCloseTo(2 * y, 9);
    }
  });

  it('is the own one of a sample with other cameras', { timeout: 600_000 }, async () => {
    expect(await runMixed('fewer')).toMatchObject({ code: 0 });
    expect(await placedShifts('fewer', 0)).toHaveLength(CAMERAS.length);
    const own = await placedShifts('fewer', 2);
    expect(own).toHaveLength(5);
    const run = await readFile(at('fewer', 'frames', 'sample_000002', 'run.json'), 'utf8');
    expect(JSON.parse(run)).not.toHaveProperty('shifts');
    const again = await runMixed('fewer');
    expect(again.stdout.match(/done before/g)).toHaveLength(3);
  });

  it('is read from alignment.json until a sample changes', { timeout: 600_000 }, async () => {
    const first = ['--num-frames', '1'];
    await runMixed('kept', ...first);
    const found = await placedShifts('kept', 0);
    // As if another processor had found it.
    const file = at('kept', 'frames', 'alignment.json');
    const json = JSON.parse(await readFile(file, 'utf8')) as { rig: { shifts: Shift[] } };
    json.rig.shifts[2].x *= 2;
    await writeFile(file, JSON.stringify(json));
    await runMixed('kept', ...first);
    expect((await placedShifts('kept', 0))![2].x).toBeCloseTo(2 * found![2].x, 9);
    await utimes(file, 1, 1);
    await runMixed('kept', ...first);
    expect(await placedShifts('kept', 0)).toEqual(found);
    const made = await stat(file);
    expect((await runMixed('kept', ...first)).stdout).toContain('done before');
    expect((await stat(file)).mtimeMs).toBe(made.mtimeMs);
  });

  it('is that of each frame if the cameras move', { timeout: 600_000 }, async () => {
    const away = { scale: 1, rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0.3, 0, 0] };
    const moved = cameraFile(CAMERAS.map((camera) => mapCamera(away, camera)));
    await writeFile(at('data', 'sample_000001', 'opencv_cameras.json'), moved);
    const { stderr } = await run('moving');
    expect(stderr).toMatch(/The cameras of 1 of 3 samples/);
    const [first, , last] = await shiftsOf('moving');
    expect(first).toBeGreaterThanOrEqual(2);
    expect(last).toBe(0);
  });
});
