import { execFileSync, spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Camera } from '../../src/core/camera/camera.ts';
import { mapCamera, mapPoint, type Similarity } from '../../src/core/camera/similarity.ts';
import { readPly } from '../../src/core/ply/index.ts';
import { sphereCameras, sphereView } from '../../src/test/photos/spheres.ts';
import { runCli, sample, sentences, type Ended } from '../test/process.ts';

let work: string;
const at = (...parts: string[]) => path.join(work, ...parts);

/** A lab's frame: millimetres, Y up, elsewhere. */
const LAB: Similarity = {
  scale: 120,
  rotation: [1, 0, 0, 0, 0, 1, 0, -1, 0],
  translation: [500, 80, -300],
};

/** How the mouse moves from frame to frame, in the units of `sphereCameras`. */
const STEP = [-0.12, 0.1, 0.04];

const CAMERAS: Camera[] = sphereCameras(128);

/** The movement of the mouse after some frames, in a frame that a similarity leads to. */
const walked = (frames: number, to: Similarity) =>
  mapPoint(
    { ...to, translation: [0, 0, 0] },
    STEP.map((value) => value * frames),
  );

const cameraFile = () =>
  JSON.stringify({
    frames: CAMERAS.map((camera) => mapCamera(LAB, camera)).map(
      ({ width: w, height: h, w2c, ...rest }) => ({
        ...{ w, h, ...rest },
        w2c: [0, 4, 8, 12].map((from) => [...w2c.subarray(from, from + 4)]),
      }),
    ),
  });

/** Writes the sample of one frame: pictures on white. */
async function writeSample(frame: number) {
  const folder = at('data', `sample_00000${frame}`);
  await mkdir(path.join(folder, 'images'), { recursive: true });
  // A camera that is moved back sees the same as one that stands still while the mouse moves.
  const back = {
    ...{ scale: 1, rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
    translation: STEP.map((value) => -value * frame),
  };
  for (const [i, camera] of CAMERAS.entries()) {
    const { width, height, data } = sphereView(mapCamera(back, camera));
    await sharp(Buffer.from(data), { raw: { width, height, channels: 4 } })
      .png()
      .toFile(path.join(folder, 'images', `cam_${i}.png`));
  }
  await writeFile(path.join(folder, 'opencv_cameras.json'), cameraFile());
}

beforeAll(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'sequence-'));
  for (const frame of [0, 1, 2, 3]) await writeSample(frame);
  await writeFile(at('data', 'sample_000002', 'opencv_cameras.json'), '{');
}, 600_000);
afterAll(() => rm(work, { recursive: true, force: true }));

/** The mean of the Gaussians of a splat. */
async function middleOf(...parts: string[]): Promise<number[]> {
  const { xyz, count } = readPly(new Uint8Array(await readFile(at(...parts))));
  return [0, 1, 2].map((k) => xyz.reduce((sum, v, i) => sum + (i % 3 === k ? v : 0), 0) / count);
}

const minus = (a: readonly number[], b: readonly number[]) => a.map((value, k) => value - b[k]);
const distance = (a: readonly number[], b: readonly number[]) => Math.hypot(...minus(a, b));

interface Table {
  toSplats: { scale: number; rotation: number[][]; translation: number[] };
  films: string[];
  views: { view: string; w: number; h: number }[];
  frames: {
    frame: number;
    source: string;
    ply: string | null;
    error?: string;
    gaussians: number;
    seconds: number;
    moved?: number[];
    turnedDeg?: number;
    placement: { name: string; subject: number[] };
  }[];
}
const tableIn = async (folder: string) =>
  JSON.parse(await readFile(at(folder, 'sequence.json'), 'utf8')) as Table;

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

/** The pictures of a film, as grey levels of their pixels. */
function filmOf(file: string, { w, h }: { w: number; h: number }): Uint8Array[] {
  const form = ['-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1'];
  const bytes = execFileSync('ffmpeg', ['-loglevel', 'error', '-i', at(file), ...form], {
    maxBuffer: 2 ** 28,
  });
  return Array.from({ length: bytes.length / (w * h) }, (_, i) =>
    bytes.subarray(i * w * h, (i + 1) * w * h),
  );
}

const doneBefore = ({ stdout }: Ended) => stdout.match(/done before/g)?.length ?? 0;

describe('sequence --data', () => {
  const run = (...more: string[]) =>
    runCli(
      [
        ...['sequence', '--data', at('data'), '--out', at('out'), '--size', '64'],
        ...['--input-views', '0,1,2,3,4', '--render-views', '0,5', '--render-size', '97'],
      ].concat(more),
    );

  it('goes on after a frame that fails, and names the hole', async () => {
    const ended = await run('--frame', 'lab', '--fps', '10');
    expect(ended.code).toBe(3);
    expect(sentences(ended).join()).toMatch(/1 of 4 frames failed\. .*sample_000002: .*not JSON/);
    const names = ['combined_views.mp4', 'view_00.mp4', 'view_05.mp4'];
    const plys = [1, 2, 4].map((n) => `frame000${n}.ply`);
    const folders = ['frames', 'view_00', 'view_05'];
    expect((await readdir(at('out'))).sort()).toEqual(
      [...plys, ...folders, 'sequence.json', ...(hasFfmpeg ? names : [])].sort(),
    );
    const pictures = [0, 1, 3].map((n) => `frame_00000${n}.png`);
    expect((await readdir(at('out', 'view_05'))).sort()).toEqual(pictures);
    expect((await readdir(at('out', 'frames', 'sample_000000'))).sort()).toEqual([
      ...['gaussians.ply', 'placement.json', 'run.json'],
    ]);
    const { frames, films } = await tableIn('out');
    expect(films.toSorted()).toEqual(hasFfmpeg ? names : []);
    expect(frames.map(({ ply }) => ply)).toEqual([plys[0], plys[1], null, plys[2]]);
    expect(frames[2].error).toContain('not JSON');
    expect(frames[3]).toMatchObject({
      ...{ frame: 3, source: 'sample_000003', placement: { name: 'subject' } },
      gaussians: readPly(new Uint8Array(await readFile(at('out', 'frame0004.ply')))).count,
    });
    expect(frames[3].seconds).toBeGreaterThan(0);
  }, 600_000);

  it('puts all splats into one frame, in which the mouse walks', async () => {
    const first = await middleOf('out', 'frame0001.ply');
    for (const frame of [1, 3]) {
      const moved = minus(await middleOf('out', `frame000${frame + 1}.ply`), first);
      expect(distance(moved, walked(frame, LAB))).toBeLessThan(0.03 * LAB.scale);
    }
  });

  it.skipIf(!hasFfmpeg)('films keep time: a missing frame is grey', async () => {
    const { views } = await tableIn('out');
    expect(views.map(({ view, w, h }) => [view, w, h])).toEqual([
      ['view_00', 98, 98],
      ['view_05', 98, 98],
    ]);
    const film = filmOf('out/view_05.mp4', views[1]);
    expect(film).toHaveLength(4);
    const corners = film.map((picture) => picture.at(-1)!);
    expect(corners[2]).toBeLessThan(170);
    for (const i of [0, 1, 3]) expect(corners[i]).toBeGreaterThan(245);
    // The held-out camera shows the mouse where it is, also beside the films' first frame.
    for (const i of [0, 1, 3]) {
      const png = await sharp(at('out', 'view_05', `frame_00000${i}.png`))
        .greyscale()
        .raw();
      const still = await png.toBuffer();
      const error = film[i].reduce((sum, value, p) => sum + Math.abs(value - still[p]), 0);
      expect(error / still.length).toBeLessThan(4);
    }
    expect(filmOf('out/combined_views.mp4', { w: 196, h: 98 })).toHaveLength(4);
  });

  it('goes on where it was, in another frame, smoothed; and removes what is not of this run', async () => {
    await writeFile(at('data', 'sample_000002', 'opencv_cameras.json'), cameraFile());
    await cp(at('out', 'view_05'), at('out', 'view_04'), { recursive: true });
    const ended = await run('--smooth');
    expect(ended).toMatchObject({ code: 0 });
    expect(doneBefore(ended)).toBe(3);
    expect(await readdir(at('out'))).not.toContain('view_04');
    const { toSplats, frames } = await tableIn('out');
    const to = { ...toSplats, rotation: toSplats.rotation.flat() };
    const all = { ...to, scale: to.scale * LAB.scale, rotation: productOf(to.rotation, LAB) };
    const first = await middleOf('out', 'frame0001.ply');
    for (const { frame, ply, moved } of frames) {
      const way = minus(await middleOf('out', ply!), first);
      expect(distance(way, walked(frame, all))).toBeLessThan(0.03);
      // A steady walk stays as it is, but for what the network adds to it.
      expect(Math.hypot(...moved!)).toBeLessThan(0.02);
    }
    expect(Math.max(...frames.map(({ moved }) => Math.hypot(...moved!)))).toBeGreaterThan(0);
    // Up is Z, and the mouse is near the origin.
    expect(Math.hypot(...first)).toBeLessThan(1);
  }, 600_000);

  it('a shard reconstructs its part only, and ranges are refused that are not there', async () => {
    const shard = await runCli([
      ...['sequence', '--data', at('data'), '--out', at('out'), '--size', '64', '--force'],
      ...['--input-views', '0,1,2,3,4', '--shard', '2/2', '--start-frame', '2'],
    ]);
    expect(shard).toMatchObject({ code: 0 });
    expect(shard.stdout).toContain('1 of 2 frames');
    const beyond = await run('--start-frame', '2', '--num-frames', '3');
    expect(beyond.code).toBe(2);
    expect(beyond.stderr).toContain('has the frames 0 to 3, but 2 to 4 are asked for');
  }, 600_000);
});

const productOf = (a: readonly number[], { rotation: b }: Similarity) =>
  [0, 3, 6].flatMap((row) =>
    [0, 1, 2].map((k) => [0, 1, 2].reduce((sum, i) => sum + a[row + i] * b[3 * i + k], 0)),
  );

describe('sequence <folder of photos>', () => {
  it('gives equal photos equal splats: all have the same noise', async () => {
    await mkdir(at('photos'));
    for (const name of ['f2.jpg', 'f10.jpg']) await cp(sample, at('photos', name));
    const ended = await runCli([
      ...['sequence', at('photos'), '--out', at('film'), '--smooth', '--render-views', '3'],
      ...['--render-size', '64'],
    ]);
    expect(ended).toMatchObject({ code: 0 });
    const { frames, views } = await tableIn('film');
    expect(frames.map(({ source }) => source)).toEqual(['f2.jpg', 'f10.jpg']);
    expect(views).toMatchObject([{ view: 'view_03', w: 64 }]);
    for (const { turnedDeg } of frames) expect(turnedDeg).toBeLessThan(0.01);
    const plys = await Promise.all([1, 2].map((n) => readFile(at('film', `frame000${n}.ply`))));
    expect(plys[0].equals(plys[1])).toBe(true);
  }, 600_000);
});
