import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mapCamera, type Similarity } from '../../src/core/camera/similarity.ts';
import { sphereCameras, sphereMask, sphereView } from '../../src/test/photos/spheres.ts';
import { runCli } from '../test/process.ts';

/** A lab's frame: millimetres, Y up, elsewhere. */
const LAB: Similarity = {
  scale: 120,
  rotation: [1, 0, 0, 0, 0, 1, 0, -1, 0],
  translation: [500, 80, -300],
};

let work: string;
const at = (...parts: string[]) => path.join(work, ...parts);

/** Writes a sample of cut-out pictures, whose cameras are in the lab's frame. */
beforeAll(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'compare-'));
  await mkdir(at('sample', 'images'), { recursive: true });
  const frames = [];
  for (const [i, camera] of sphereCameras(128).entries()) {
    const { data } = sphereView(camera, { subject: [60, 90, 120] });
    sphereMask(camera).forEach((is, p) => (data[4 * p + 3] = 255 * is));
    await sharp(Buffer.from(data), { raw: { width: 128, height: 128, channels: 4 } })
      .png()
      .toFile(at('sample', 'images', `cam_${i}.png`));
    const { width: w, height: h, w2c, ...rest } = mapCamera(LAB, camera);
    frames.push({
      ...{ w, h, ...rest },
      w2c: [0, 4, 8, 12].map((from) => [...w2c.subarray(from, from + 4)]),
    });
  }
  await writeFile(at('sample', 'opencv_cameras.json'), JSON.stringify({ frames }));
});
afterAll(() => rm(work, { recursive: true, force: true }));

interface Report {
  rows: {
    name: string;
    kind: string;
    all: { mean: Record<string, number> };
    unseen: { mean: Record<string, number> } | null;
    views: { inputs: number[]; run: string; iou: number; psnr: number }[];
  }[];
}
const compare = (...more: string[]) =>
  runCli(['compare', '--sample', at('sample'), '--out', at('out'), ...more]);
const rows = async () =>
  (JSON.parse(await readFile(at('out', 'compare.json'), 'utf8')) as Report).rows;

it('compares each view with a splat without it, and fewer and fewer inputs, and keeps what is made', async () => {
  const words = ['--rows', 'held-out,inputs', '--input-views', '0,2,4'];
  const first = await compare(...words);
  expect(first).toMatchObject({ code: 0 });
  const [heldOut, three, two, one] = await rows();
  expect([heldOut, three, two, one].map(({ name }) => name)).toEqual([
    ...['all but the view', '3 views', '2 views', '1 view'],
  ]);
  expect(heldOut.views.map(({ inputs }) => inputs.join())).toEqual([
    ...['2,4', '0,2,4', '0,4', '0,2,4', '0,2', '0,2,4'],
  ]);
  expect(three.views[0].iou).toBeGreaterThan(0.85);
  // One view alone is placed as all views are, so its splat is where its picture shows it.
  expect(one.views[0].iou).toBeGreaterThan(0.85);
  expect(one.unseen?.mean.iou).toBeLessThan(three.all.mean.iou);
  expect(first.stdout).toMatch(/Views that were no input/);
  const made = await stat(at('out', 'runs', 'mouse-demo', 'views-0', 'run.json'));
  expect(await compare(...words)).toMatchObject({ code: 0 });
  const again = await stat(at('out', 'runs', 'mouse-demo', 'views-0', 'run.json'));
  expect(again.mtimeMs).toBe(made.mtimeMs);
}, 600_000);

it('leaves out a row that fails, and says why', async () => {
  const ended = await compare('--rows', 'held-out,all', '--input-views', '0,2,4', '--size', '64');
  expect(ended.code).toBe(3);
  expect(ended.stderr).toMatch(/1 of 2 rows failed\. all but the view: .*no visible Gaussian/);
  expect((await rows()).map(({ name }) => name)).toEqual(['3 views']);
}, 600_000);

it('places the splat of one photo by the cameras alone', async () => {
  expect(await compare('--rows', 'photo', '--photo-view', '2')).toMatchObject({ code: 0 });
  const [photo] = await rows();
  expect(photo.name).toBe('photo 2');
  expect(photo.views[2].iou).toBeGreaterThan(0.7);
  expect(photo.unseen?.mean.psnr).toBeGreaterThan(10);
}, 600_000);

it.each([
  [['--rows', 'photos'], 'must be some of photo, all, held-out, inputs'],
  [['--input-views', '0,6'], 'has the views 0 to 5'],
  [['--input-views', '3'], 'needs two views or more'],
  [['--rows', 'held-out', '--input-views', '3,4'], 'needs three views or more'],
  [['--embeds', 'package.json'], 'package.json'],
])('refuses %s', async (words, sentence) => {
  const ended = await compare(...words);
  expect(ended.code).toBeGreaterThan(0);
  expect(ended.stderr).toContain(sentence);
});
