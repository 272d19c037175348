import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Camera } from '../../src/core/camera/camera.ts';
import { mapCamera, mapPoint, type Similarity } from '../../src/core/camera/similarity.ts';
import type { RgbaImage } from '../../src/core/image/image.ts';
import { readPly } from '../../src/core/ply/index.ts';
import { drawn } from '../../src/test/photos/drawn.ts';
import {
  SPHERE_MIDDLE,
  sphereCameras,
  sphereMask,
  sphereView,
} from '../../src/test/photos/spheres.ts';
import { runCli, sentences } from '../test/process.ts';

let work: string;
const at = (...parts: string[]) => path.join(work, ...parts);

/** Oblong frames of a rig. */
const CAMERAS: Camera[] = sphereCameras(160).map((camera) => ({
  ...camera,
  width: 200,
  cx: camera.cx + 20,
}));

/** A lab's frame: millimetres, Y up, elsewhere. */
const LAB: Similarity = {
  scale: 120,
  rotation: [1, 0, 0, 0, 0, 1, 0, -1, 0],
  translation: [500, 80, -300],
};

const write = (file: string, { width, height, data }: RgbaImage) =>
  sharp(Buffer.from(data), { raw: { width, height, channels: 4 } })
    .png()
    .toFile(file);

const framesOf = (cameras: readonly Camera[]) =>
  cameras.map(({ width: w, height: h, w2c, ...rest }) => ({
    ...{ w, h, ...rest },
    w2c: [0, 4, 8, 12].map((from) => [...w2c.subarray(from, from + 4)]),
  }));

/** Writes a sample: frames on grey with masks. */
async function sample(folder: string, cameras: readonly Camera[], json?: string) {
  for (const part of ['images', 'masks']) await mkdir(path.join(folder, part), { recursive: true });
  for (const [i, camera] of CAMERAS.entries()) {
    const { width, height } = camera;
    const mask = sphereMask(camera);
    const shape = drawn(width, height, (x, y) => 255 * mask[y * width + x]);
    await write(
      path.join(folder, 'images', `cam_${i}.png`),
      sphereView(camera, { background: 150 }),
    );
    await write(path.join(folder, 'masks', `cam_${i}.png`), shape);
  }
  const text = json ?? JSON.stringify({ frames: framesOf(cameras) });
  await writeFile(path.join(folder, 'opencv_cameras.json'), text);
}

beforeAll(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'samples-'));
  await sample(at('data', 'sample_000000'), CAMERAS);
  await sample(at('data', 'sample_000001'), CAMERAS, '{');
  await sample(
    at('data', 'sample_000002'),
    CAMERAS.map((camera) => mapCamera(LAB, camera)),
  );
  await mkdir(at('data', 'no sample'));
}, 600_000);
afterAll(() => rm(work, { recursive: true, force: true }));

/** The mean of the Gaussians of a result. */
async function middleOf(...parts: string[]): Promise<number[]> {
  const { xyz, count } = readPly(new Uint8Array(await readFile(at(...parts, 'gaussians.ply'))));
  return [0, 1, 2].map((k) => xyz.reduce((sum, v, i) => sum + (i % 3 === k ? v : 0), 0) / count);
}
const distance = (a: readonly number[], b: readonly number[]) =>
  Math.hypot(...a.map((value, k) => value - b[k]));

describe('reconstruct --data', () => {
  const words = ['reconstruct', '--data', 'data', '--out', 'out', '--no-turntable'];
  const options = [...words, '--frame', 'lab'];
  const run = (more: string[]) =>
    runCli([...options, ...more].map((word) => (/^(data|out)$/.test(word) ? at(word) : word)));

  it('makes all samples in shards, goes on after a failure, and leaves out what is done', async () => {
    const first = await run(['--shard', '1/2']);
    expect(first).toMatchObject({ code: 0 });
    expect(sentences(first)).toEqual([]);
    expect((await readdir(at('out'))).sort()).toEqual(['sample_000000', 'sample_000002']);
    const second = await run(['--shard', '2/2']);
    expect(second.code).toBe(3);
    expect(sentences(second).join()).toMatch(/1 of 1 samples failed\. sample_000001: .*not JSON/);
    const again = await run([]);
    expect(again.code).toBe(3);
    expect(again.stdout.match(/done before/g)).toHaveLength(2);
    await writeFile(
      at('data', 'sample_000001', 'opencv_cameras.json'),
      JSON.stringify({ frames: framesOf(CAMERAS) }),
    );
    expect(await run([])).toMatchObject({ code: 0 });
    expect((await readdir(at('out', 'sample_000001'))).sort()).toEqual([
      ...['gaussians.ply', 'output.png', 'placement.json', 'run.json'],
    ]);
  }, 900_000);

  it('puts each splat back where the mouse is in the frame of its lab', async () => {
    const lab = mapPoint(LAB, SPHERE_MIDDLE);
    expect(distance(await middleOf('out', 'sample_000000'), SPHERE_MIDDLE)).toBeLessThan(0.15);
    expect(distance(await middleOf('out', 'sample_000002'), lab)).toBeLessThan(0.15 * LAB.scale);
    const { subject } = JSON.parse(
      await readFile(at('out', 'sample_000002', 'placement.json'), 'utf8'),
    ) as { subject: number[] };
    expect(distance(subject, lab)).toBeLessThan(0.05 * LAB.scale);
  });
});

describe('reconstruct --sample', () => {
  it('takes chosen views, and refuses those that are not there', async () => {
    const words = [
      'reconstruct',
      '--sample',
      at('data', 'sample_000000'),
      '--no-turntable',
      '--out',
    ];
    const five = await runCli([...words, at('five'), '--input-views', '0,1,2,3,5', '--size', '64']);
    expect(five).toMatchObject({ code: 0 });
    expect(five.stdout).toContain('3 cam_3.png, 5 cam_5.png');
    const seven = await runCli([...words, at('never'), '--input-views', '0,6']);
    expect(seven.code).toBe(2);
    expect(seven.stderr).toContain('names view 6, but opencv_cameras.json has the views 0 to 5');
  }, 600_000);

  it('asks for the size of a calibration that was made for larger pictures', async () => {
    const larger = framesOf(CAMERAS).map((frame) => ({
      ...frame,
      ...{ w: undefined, h: undefined },
      ...{ fx: 2 * frame.fx, fy: 2 * frame.fy, cx: 2 * frame.cx, cy: 2 * frame.cy },
    }));
    await writeFile(at('larger.json'), JSON.stringify({ frames: larger }));
    const folder = at('data', 'sample_000000');
    const views = ['--views', path.join(folder, 'images'), '--masks', path.join(folder, 'masks')];
    const words = [
      'reconstruct',
      ...views,
      '--cameras',
      at('larger.json'),
      '--no-turntable',
      '--out',
    ];
    const refused = await runCli([...words, at('never')]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/400x320 may fit\. Give the size .* with --camera-size/);
    const made = await runCli([
      ...words,
      at('large'),
      '--camera-size',
      '400x320',
      '--frame',
      'lab',
    ]);
    expect(made).toMatchObject({ code: 0 });
    expect(distance(await middleOf('large'), SPHERE_MIDDLE)).toBeLessThan(0.15);
  }, 600_000);
});
