import { copyFile, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { orbitCamera } from '../../src/core/camera/orbit.ts';
import type { RgbaImage } from '../../src/core/image/image.ts';
import { drawn } from '../../src/test/photos/drawn.ts';
import { openVideo } from '../dataset/video.ts';
import * as made from '../test/made-videos.ts';
import { runCommand } from '../test/run-command.ts';
import { dataset } from './dataset.ts';

const CAMERAS = 3;

/** To make videos takes long on a busy machine. */
const HOOK_MS = 120_000;

let root = '';
const at = (...parts: string[]) => path.join(root, ...parts);
beforeEach(async () => void (root = await mkdtemp(path.join(tmpdir(), 'dataset-'))));
afterEach(() => rm(root, { recursive: true }));

/** The frames of a camera, from number `from`. */
const frames = (camera: number, count: number) =>
  Array.from({ length: count }, (_, frame) => made.numbered(camera, frame));

/** Writes a camera file. */
async function putCameras(more: (i: number) => object = () => ({}), count = CAMERAS) {
  const list = Array.from({ length: count }, (_, i) => {
    const { w2c } = orbitCamera(120 * i, 20, 300, 50, 512);
    const rows = [0, 4, 8, 12].map((row) => [...w2c.subarray(row, row + 4)]);
    const { width: w, height: h } = made.FRAME;
    return { w, h, fx: 70, fy: 72, cx: 30, cy: 25, w2c: rows, ...more(i) };
  });
  await writeFile(at('cameras.json'), JSON.stringify({ frames: list }));
}

/** Runs with the folders of this test. */
const make = (...more: string[]) =>
  runCommand(
    dataset,
    ['--videos', at('videos'), '--cameras', at('cameras.json'), '--out', at('out'), ...more],
    root,
  );

const SMALL = ['--size', '48'];

interface Written {
  id: string;
  frames: { w: number; fx: number; fy: number; cx: number; cy: number; w2c: number[][] }[];
  dataset: { moment: number; frames: number[] };
}
const camerasOf = async (sample: string) =>
  JSON.parse(await readFile(at('out', sample, 'opencv_cameras.json'), 'utf8')) as Written;

const pictureOf = (sample: number, camera: number): Promise<RgbaImage & { channels: number }> =>
  made.readPng(at(`out/sample_${`${sample}`.padStart(6, '0')}/images/cam_00${camera}.png`));

/** For each sample the number of the frame in each camera's picture. */
async function shownFrames(samples: number) {
  const shown: number[][] = [];
  for (let i = 0; i < samples; i++) {
    const pictures = await Promise.all(
      Array.from({ length: CAMERAS }, (_, camera) => pictureOf(i, camera)),
    );
    const numbers = pictures.map((picture) => made.numbersIn(picture));
    expect(numbers.map(({ camera }) => camera)).toEqual([0, 1, 2]);
    shown.push(numbers.map(({ frame }) => frame));
  }
  return shown;
}

const listOf = async (name: string) =>
  (await readFile(at('out', name), 'utf8'))
    .split('\n')
    .map((line) => path.relative(at('out'), line));

const reason = made.hasFfmpeg ? '' : ' (skipped: there is no ffmpeg and ffprobe on the PATH)';

describe.skipIf(!made.hasFfmpeg)(`videos${reason}`, () => {
  /** A folder with a video of 60 frames of each camera. */
  let three = '';
  beforeAll(async () => {
    three = await mkdtemp(path.join(tmpdir(), 'dataset-'));
    for (const i of [0, 1, 2]) made.makeVideo(path.join(three, `${i}.mkv`), frames(i, 60));
  }, HOOK_MS);
  afterAll(() => rm(three, { recursive: true }));

  /** Puts the videos of the first cameras into the folder of videos. */
  const putVideos = async (count: number) => {
    await mkdir(at('videos'), { recursive: true });
    for (let i = 0; i < count; i++)
      await copyFile(path.join(three, `${i}.mkv`), at(`videos/${i}.mkv`));
  };

  it('become samples: the lab’s frames, pixels and split, and the lens of the square', async () => {
    await putVideos(3);
    await putCameras();
    const { code, said, warned } = await make('--samples', '10', ...SMALL);
    expect({ code, warned }).toEqual({ code: 0, warned: [] });
    expect(said).toEqual([
      'cameras and videos in natural order: 0 0.mkv, 1 1.mkv, 2 2.mkv',
      '/out: 10 samples: 9 in data_mouse_train.txt, 1 in data_mouse_val.txt; frames 3 to 51',
    ]);
    const wanted = Array.from({ length: 10 }, (_, i) => Math.floor(3 + i * 5.4));
    expect(await shownFrames(10)).toEqual(wanted.map((frame) => [frame, frame, frame]));
    const picture = await pictureOf(4, 1);
    expect(picture.channels).toBe(3);
    const { data } = made.numbered(1, wanted[4]);
    const rows = Array.from({ length: 48 }, (_, y) => [
      ...data.subarray(256 * y + 32, 256 * y + 224),
    ]);
    expect([...picture.data]).toEqual(rows.flat());
    const { id, frames: views, dataset: record } = await camerasOf('sample_000004');
    expect(id).toBe('sample_000004');
    expect(record).toMatchObject({ moment: wanted[4], frames: [wanted[4], wanted[4], wanted[4]] });
    expect(views[1]).toMatchObject({
      ...{ w: 48, h: 48, fx: 70, fy: 72, cx: 22, cy: 25, view_id: 1 },
      file_path: 'images/cam_001.png',
    });
    expect(views[1].w2c.flat()).toEqual([...orbitCamera(120, 20, 300, 50, 512).w2c]);
    // np.random.seed(42); np.random.permutation(10)
    const order = [8, 1, 5, 0, 7, 2, 9, 4, 3, 6].map((i) => `sample_00000${i}`);
    expect(await listOf('data_mouse_val.txt')).toEqual(order.slice(0, 1));
    expect(await listOf('data_mouse_train.txt')).toEqual(order.slice(1));
  });

  it('with gaps in time, B-frames and offsets give the frames by their numbers', async () => {
    const lengths = [40, 45, 43];
    for (const i of [0, 1, 2])
      made.makeVideo(at(`videos/cam_${i}/0.mp4`), frames(i, lengths[i]), made.UNEVEN);
    await putCameras((i) => ({ name: `cam_${2 - i}`, file_path: `images/x${i}.png` }));
    const out = await make(
      ...['--samples', '100', '--skip-ends', '0', '--frame-offsets=-1,4,0', ...SMALL],
      ...['--skip-frames', '5, 7-30', '--name', 'm-5', '--val', '.5'],
    );
    expect(out.code).toBe(0);
    expect(out.said[0]).toContain('by name: 0 cam_2/0.mp4, 1 cam_1/0.mp4, 2 cam_0/0.mp4');
    expect(out.warned).toEqual([
      'There are only 14 frames to choose from, fewer than 100 samples.',
    ]);
    const moments = [1, 2, 3, 4, 6, 31, 32, 33, 34, 35, 36, 37, 38, 39];
    for (const [i, moment] of moments.entries()) {
      const shown = await Promise.all([0, 1, 2].map((view) => pictureOf(i, view)));
      expect(shown.map((picture) => made.numbersIn(picture))).toEqual([
        { camera: 2, frame: moment - 1 },
        { camera: 1, frame: moment + 4 },
        { camera: 0, frame: moment },
      ]);
    }
    expect((await listOf('data_m-5_val.txt')).length).toBe(7);
  });

  it('are read in several runs of ffmpeg, and end where they end', async () => {
    const video = path.join(three, '0.mkv');
    const signal = new AbortController().signal;
    const numbers = Array.from({ length: 20 }, (_, i) => 2 * i + 3);
    const found: number[] = [];
    for await (const image of (await openVideo(video, 7)).read(numbers, signal))
      found.push(made.numbersIn(image, 8).frame);
    expect(found).toEqual(numbers);
    const source = await openVideo(video);
    expect(source.frames).toBe(60);
    // As many as one command line has.
    const most = Array.from({ length: 3000 }, (_, i) => i + 1);
    let count = 0;
    const read = async () => {
      for await (const image of source.read(most, signal))
        expect(made.numbersIn(image, 8).frame).toBe((count += 1));
    };
    await expect(read()).rejects.toThrow(
      /0\.mkv ends before frame 60, although it states more frames\. .* with --end 60\.$/,
    );
    expect(count).toBe(59);
  });

  it('get masks, from videos or from folders of frames, and say what is wrong with them', async () => {
    const mouse = (frame: number, x: number) =>
      drawn(64, 48, (u, v) => (frame > 0 && Math.hypot(u - x, v - 24) < 6 ? 200 : 100));
    for (const i of [0, 1, 2]) made.makeVideo(at(`videos/${i}.avi`), frames(i, 4));
    const masks = [0, 1, 2, 3].map((frame) => mouse(frame, 20 + 5 * frame));
    made.makeVideo(at('masks/0/0.mkv'), masks);
    await writeFile(at('masks/notes.txt'), '');
    for (const [i, mask] of masks.entries()) {
      await made.putPng(at(`masks/1/${9 + i}.png`), mask);
      const large = drawn(128, 96, (x, y) =>
        i < 3 ? mask.data[4 * (Math.floor(y / 2) * 64 + Math.floor(x / 2))] : 255,
      );
      await made.putPng(at(`masks/2/${i}.png`), large);
    }
    await putCameras();
    const all = ['--masks', at('masks'), '--skip-ends', '0', ...SMALL];
    const { code, said, warned } = await make(...all);
    expect(code).toBe(0);
    expect(said[1]).toBe('cameras and masks in natural order: 0 0/0.mkv, 1 1, 2 2');
    const few = 'There are only 4 frames to choose from, fewer than 2000 samples.';
    expect(warned).toEqual([
      'Left out in /masks: notes.txt.',
      few,
      '1 samples have a view without a mouse, and reconstruct refuses them: sample_000000.',
      'In 1 samples, a part of the mouse lies outside the square that is cut out: sample_000003.',
    ]);
    for (const frame of [0, 1, 2])
      for (const camera of [0, 1, 2]) {
        const { channels, data } = await pictureOf(frame, camera);
        expect(channels).toBe(4);
        const alpha = data.filter((_, i) => i % 4 === 3);
        const rows = Array.from({ length: 48 }, (_, y) =>
          Array.from({ length: 48 }, (_, x) =>
            masks[frame].data[4 * (64 * y + x + 8)] > 127 ? 255 : 0,
          ),
        );
        expect([...alpha]).toEqual(rows.flat());
      }
    expect((await pictureOf(3, 2)).data.filter((_, i) => i % 4 === 3).every((a) => a === 255)).toBe(
      true,
    );
    await made.putPng(
      at('masks/1/9.png'),
      drawn(64, 60, () => 0),
    );
    expect((await make(...all, '--force')).code).toBe(
      'The masks /masks/1 have other proportions than the frames of /videos/1.avi: 64 × 60, not 64 × 48.',
    );
  });

  it('of another size than the calibration scale the lens, of other proportions are refused', async () => {
    await putVideos(1);
    const putOne = (more: object) => putCameras(() => more, 1);
    await putOne({ w: 128, h: 96, fx: 140, fy: 144, cx: 60, cy: 50 });
    const all = ['--end', '3', '--skip-ends', '0', ...SMALL];
    const { code, warned } = await make(...all);
    expect(code).toBe(0);
    expect(warned.at(-1)).toBe(
      'The frames are 64 × 48 instead of 128 × 96: the lenses are scaled to them.',
    );
    expect((await camerasOf('sample_000002')).frames[0]).toMatchObject({ fx: 70, cx: 22, cy: 25 });

    // A cushion: the frame's corners lie inside the square.
    await putOne({ k1: 0.9 });
    const bent = await make(...all, '--force');
    expect(bent.said[1]).toBe('cameras whose frames are undistorted: 0');
    const view = (await camerasOf('sample_000000')).frames[0];
    expect(view).toMatchObject({ fx: 70, fy: 72, cx: 22, cy: 25 });
    expect(view).not.toHaveProperty('k1');
    expect([...(await pictureOf(0, 0)).data.subarray(0, 4)]).toEqual([255, 255, 255, 255]);

    await putOne({ w: 64, h: 64 });
    expect((await make(...all, '--force')).code).toContain(
      'cameras.json: frame 0: the camera is for 64 × 64, but /videos/0.mkv is 64 × 48.',
    );
    await putOne({ w: undefined, h: undefined, cx: 60, cy: 50, fx: 140 });
    expect((await make(...all, '--force')).code).toContain('128x96 may fit. Give the size');
    const sized = await make(...all, '--force', '--camera-size', '128x96');
    expect(sized.code).toBe(0);
    expect((await camerasOf('sample_000000')).frames[0]).toMatchObject({ fx: 70, cx: 22 });
  });

  it('--intrinsics lab and --normalise lab write the cameras of the lab’s script', async () => {
    await putVideos(1);
    await putCameras(undefined, 1);
    const lab = ['--intrinsics', 'lab', '--normalise', 'lab', '--end', '5', ...SMALL];
    const { warned } = await make(...lab);
    expect(warned.at(-1)).toMatch(/^With --intrinsics lab the cameras do not fit the pictures/);
    const [view] = (await camerasOf('sample_000000')).frames;
    expect([view.fx, view.cx, view.cy]).toEqual([24 / Math.tan((25 * Math.PI) / 180), 24, 24]);
    const { w2c } = orbitCamera(0, 20, 300, 50, 512);
    expect(view.w2c[2][3]).toBeCloseTo((w2c[11] * 2.7) / 300, 6);
  });

  it('that are damaged, of two sizes, or no videos are named', async () => {
    await mkdir(at('videos'));
    await putCameras(undefined, 2);
    const video = (i: number) => at(`videos/${i}.mp4`);
    for (const i of [0, 1]) made.makeVideo(video(i), frames(i, 50), made.UNEVEN);
    await copyFile(video(1), at('whole.mp4'));
    const bytes = await readFile(video(1));
    const all = ['--skip-ends', '0', '--samples', '7', ...SMALL];

    // The index of an mp4 comes last.
    await writeFile(video(1), bytes.subarray(0, bytes.length - 1000));
    expect((await make(...all)).code).toMatch(/^\/videos\/1\.mp4 cannot be read as a video: .+\.$/);
    await writeFile(video(1), 'a text');
    expect((await make(...all)).code).toMatch(/^\/videos\/1\.mp4 cannot be read as a video: .+\.$/);

    const torn = Buffer.from(bytes);
    const first = bytes.indexOf('mdat');
    torn.fill(0x55, first + 1000, first + 1200);
    await writeFile(video(1), torn);
    const { code } = await make(...all);
    expect(code).toMatch(
      /^\/videos\/1\.mp4 is damaged at frame \d+ or shortly before: .+\. Copy or convert it again, or leave the rest out with --end\.$/,
    );
    expect((await readdir(at('out'))).filter((name) => name.endsWith('.txt'))).toEqual([]);

    await rm(video(1));
    expect((await make(...all)).code).toMatch(/there are 1 videos, but 2 cameras\.$/);
    for (const [i, width] of [64, 32].entries())
      await made.putPng(
        at(`folders/0/${i}.png`),
        drawn(width, (width * 3) / 4, () => 90),
      );
    await putCameras(undefined, 1);
    const folders = ['--videos', at('folders'), '--cameras', at('cameras.json'), '--out', at('x')];
    expect((await runCommand(dataset, [...folders, '--skip-ends', '0'], root)).code).toBe(
      '/folders/0 changes its size: frame 1 is 32 × 24, the first one 64 × 48. Convert it to one size.',
    );
  });

  it('need ffmpeg', async () => {
    await putVideos(1);
    await putCameras(undefined, 1);
    const { PATH } = process.env;
    try {
      process.env.PATH = root;
      expect((await make()).code).toBe(
        'Videos are read with ffprobe, which is not on the PATH. Install ffmpeg, or give a folder with the frames of each camera.',
      );
    } finally {
      process.env.PATH = PATH;
    }
  });
});
