import { mkdir, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { orbitCamera } from '../../src/core/camera/orbit.ts';
import type { RgbaImage } from '../../src/core/image/image.ts';
import { drawn, inEllipse } from '../../src/test/photos/drawn.ts';
import { readArguments } from '../arguments.ts';
import { sentenceOf } from '../sentence.ts';
import { preprocess } from './preprocess.ts';

const SIDE = 64;

let root = '';
const at = (...parts: string[]) => path.join(root, ...parts);
beforeEach(async () => void (root = await mkdtemp(path.join(tmpdir(), 'preprocess-'))));
afterEach(() => rm(root, { recursive: true }));

/** A grey mouse. Around it: transparent, or the given level. */
const mouse = (x: number, around?: number): RgbaImage =>
  drawn(SIDE, SIDE, (u, v) =>
    inEllipse(u, v, [x, 30, 9, 6]) ? [90, 80, 70] : [around ?? 255, 255, 255, around ? 255 : 0],
  );
const blank = drawn(SIDE, SIDE, () => [255, 255, 255, 0]);

async function put(name: string, { width, height, data }: RgbaImage) {
  await mkdir(path.dirname(at(name)), { recursive: true });
  const picture = sharp(data, { raw: { width, height, channels: 4 } });
  const isOpaque = data.every((value, i) => i % 4 < 3 || value === 255);
  await (isOpaque ? picture.removeAlpha() : picture).png().toFile(at(name));
}

/** Writes a sample with a frame for each picture. */
async function putSample(
  name: string,
  pictures: readonly RgbaImage[],
  more: (i: number) => object = () => ({}),
) {
  for (const [i, picture] of pictures.entries())
    await put(`${name}/images/cam_00${i}.png`, picture);
  const frames = pictures.map((_, i) => {
    const { width: w, height: h, w2c, ...lens } = orbitCamera(60 * i, 10, 2.7, 50, SIDE);
    const rows = [0, 4, 8, 12].map((row) => [...w2c.subarray(row, row + 4)]);
    return { w, h, ...lens, w2c: rows, file_path: `images/cam_00${i}.png`, view_id: i, ...more(i) };
  });
  await writeFile(at(name, 'opencv_cameras.json'), JSON.stringify({ id: name, frames }));
}

async function run(...typed: string[]) {
  const [said, warned]: [string[], string[]] = [[], []];
  const host = {
    root,
    say: (line: string) => void said.push(line),
    warn: (line: string) => void warned.push(line),
  };
  const args = readArguments(preprocess, typed);
  const code = await preprocess.run(args, host).catch((error: unknown) => sentenceOf(error));
  return { code, said, warned };
}

interface Written {
  frames: { w: number; fx: number; cx: number; file_path: string; view_id: number }[];
  [field: string]: unknown;
}
const camerasIn = async (folder: string) =>
  JSON.parse(await readFile(at(folder, 'opencv_cameras.json'), 'utf8')) as Written;

/** Alpha of the pixel in the middle, and the picture's side. */
async function middleOf(file: string) {
  const { data, info } = await sharp(at(file)).raw().toBuffer({ resolveWithObject: true });
  expect(info.channels).toBe(4);
  return [data[4 * (info.width / 2) * (info.width + 1) + 3], info.width];
}

describe('a sample', () => {
  const views = [mouse(15), mouse(40), blank];

  it('becomes a sample of the same form, and its cameras move with the pictures', async () => {
    await putSample('s', views);
    const words = ['--method', 'uniform', '--output_size', '32', '--out', at('out')];
    const { code, said, warned } = await run(at('s'), ...words);
    expect(code).toBe(0);
    expect(said).toEqual([expect.stringMatching(/out: 2 views, scale \d\.\d{3}$/)]);
    expect(warned).toEqual([
      's: views without a mouse are left out, with their cameras: cam_002.png.',
    ]);
    expect((await readdir(at('out'))).sort()).toEqual(['images', 'opencv_cameras.json']);
    expect((await readdir(at('out/images'))).sort()).toEqual(['cam_000.png', 'cam_001.png']);
    expect(await middleOf('out/images/cam_001.png')).toEqual([255, 32]);
    const { frames, uniform_scale_info, ...rest } = await camerasIn('out');
    expect(rest).toEqual({
      id: 's',
      preprocess: {
        method: 'uniform',
        intrinsics: 'exact',
        target_ratio: 0.6,
        output_size: 32,
        safe_margin: 0.05,
        fit_in_frame: true,
        threshold: 250,
      },
    });
    expect(uniform_scale_info).toMatchObject({ intrinsics_updated: true, safe_margin: 0.05 });
    const fx = orbitCamera(0, 10, 2.7, 50, SIDE).fx;
    const { uniform_scale: scale } = uniform_scale_info as { uniform_scale: number };
    expect(frames.map(({ view_id, w }) => [view_id, w])).toEqual([
      [0, 32],
      [1, 32],
    ]);
    expect(frames[0].fx).toBeCloseTo(fx * scale, 9);
    // The mice are 25 pixels apart, and both are in the middle now.
    expect(frames[0].cx - frames[1].cx).toBeCloseTo(25 * scale, 6);
  });

  it('with --intrinsics lab keeps its cameras, and its views without a mouse if the lab does', async () => {
    await putSample('s', views);
    const pixel = ['--method', 'pixel_based', '--intrinsics', 'lab', '--output-size', '64'];
    await run(at('s'), ...pixel, '--out', at('pixel'));
    const before = await camerasIn('s');
    const written = await camerasIn('pixel');
    expect(written.frames).toEqual(before.frames.slice(0, 2));
    expect(written.pixel_based_preprocessing).toMatchObject({
      method: 'center_of_mass_and_pixel_scale',
      target_size_ratio: 0.3,
      output_size: 64,
      view_stats: [{ success: true }, { success: true }, { success: false, reason: 'empty_mask' }],
    });
    expect(written.pixel_based_preprocessing).not.toHaveProperty('intrinsics_updated');
    const { warned } = await run(
      at('s'),
      ...['--method', 'centered', '--intrinsics', 'lab', '--out', at('centered')],
    );
    expect(warned).toEqual(['s: views without a mouse are kept as the lab does: cam_002.png.']);
    expect((await camerasIn('centered')).frames).toEqual(before.frames);
    expect(await readdir(at('centered/images'))).toHaveLength(3);
  });

  it('gets its masks from mask_path, from masks/, or from a white background', async () => {
    const mask = drawn(SIDE, SIDE, (u, v) => (inEllipse(u, v, [40, 30, 9, 6]) ? 255 : 0));
    await putSample('named', [mouse(40, 120), mouse(40, 120)], () => ({ mask_path: 'm/a.png' }));
    await put('named/m/a.png', mask);
    await putSample('beside', [mouse(40, 120)]);
    await put('beside/masks/cam_000.png', mask);
    await putSample('white', [mouse(40, 251)]);
    for (const name of ['named', 'beside', 'white']) {
      const out = at(name, 'out');
      expect((await run(at(name), '--method', 'add_alpha', '--out', out)).code).toBe(0);
      const data = await sharp(path.join(out, 'images/cam_000.png')).raw().toBuffer();
      const alpha = data.filter((_, i) => i % 4 === 3);
      expect(alpha.every((value, i) => value === mask.data[4 * i])).toBe(true);
      const { frames } = await camerasIn(`${name}/out`);
      expect(frames).toEqual((await camerasIn(name)).frames.map((frame) => without(frame)));
    }
    await putSample('none', [mouse(40, 120)]);
    const { code } = await run(at('none'), '--method', 'add_alpha', '--out', at('x'));
    expect(code).toMatch(
      /^cam_000\.png shows no mask: it has no alpha, no mask file, and no white/,
    );
    const grey = ['--threshold', '110', '--method', 'add_alpha', '--out', at('x')];
    expect((await run(at('none'), ...grey)).code).toBe(0);
  });

  const without = (frame: object) =>
    Object.fromEntries(Object.entries(frame).filter(([key]) => key !== 'mask_path'));

  it('that is not whole is refused in one sentence, and nothing is written', async () => {
    await putSample('s', views.slice(0, 2));
    const words = ['--method', 'centered', '--out', at('out')];
    await put('s/images/odd.png', blank);
    expect((await run(at('s'), ...words)).warned).toEqual([
      's: pictures that no camera names are left out: odd.png.',
    ]);
    await rm(at('out'), { recursive: true });
    await rm(at('s/images/cam_001.png'));
    expect((await run(at('s'), ...words)).code).toMatch(/camera 1: .*cam_001\.png is not among/);
    await put(
      's/images/cam_001.png',
      drawn(SIDE, 40, () => 90),
    );
    await put(
      's/masks/cam_001.png',
      drawn(10, 10, () => 255),
    );
    expect((await run(at('s'), ...words)).code).toMatch(/masks contains no mask for cam_000\.png/);
    await rm(at('s/masks'), { recursive: true });
    await put(
      's/images/cam_001.png',
      drawn(SIDE, 40, (x) => (x < 9 ? 90 : 255)),
    );
    expect((await run(at('s'), ...words)).code).toMatch(
      /frame 1: w and h say 64 × 64, but the picture is 64 × 40/,
    );
    await putSample('empty', [blank, blank]);
    expect((await run(at('empty'), ...words)).code).toMatch(/No mouse was found in this photo: /);
    expect(await stat(at('out')).catch(() => null)).toBeNull();
  });
});

describe('a data folder', () => {
  const words = () => [at('mice'), '--method', 'pixel_based', '--out', at('mice_even')];

  it('continues after a bad sample, renames its lists, and leaves out what is done', async () => {
    await putSample('mice/sample_000001', [mouse(20), mouse(30)]);
    await putSample('mice/sample_000002', [blank]);
    await putSample('mice/sample_000010', [mouse(25)]);
    await mkdir(at('mice/other'));
    const list = (name: string) => `${at(name, 'sample_000001')}\r\n${name}/sample_000002\nx/y\n`;
    await writeFile(at('mice/data_mice_train.txt'), list('mice'));
    const first = await run(...words());
    expect(first.code).toBe(3);
    expect(first.said.map((line) => line.replace(root, ''))).toEqual([
      expect.stringMatching(/^\/mice_even\/sample_000001: 2 views/),
      expect.stringMatching(/^\/mice_even\/sample_000010: 1 view,/),
      '/mice_even: data_mice_train.txt',
    ]);
    expect(first.warned).toEqual([
      expect.stringMatching(/^1 of 3 samples failed\. sample_000002: No mouse was found/),
    ]);
    expect(await readFile(at('mice_even/data_mice_train.txt'), 'utf8')).toBe(list('mice_even'));
    expect((await readdir(at('mice_even'))).sort()).toEqual([
      'data_mice_train.txt',
      'sample_000001',
      'sample_000010',
    ]);

    const again = await run(...words(), '--shard', '1/3');
    expect(again).toMatchObject({ code: 0, warned: [] });
    expect(again.said[0]).toContain('sample_000001: done before (--force makes it again)');
    const made = async (...more: string[]) =>
      (await run(...words(), '--num_samples', '1', ...more)).said[0].includes('views');
    expect(await made()).toBe(false);
    expect(await made('--force')).toBe(true);
    expect(await made('--target_size_ratio', '0.4')).toBe(true);
    expect(await made('--target-ratio', '0.4')).toBe(false);
    const picture = at('mice/sample_000001/images/cam_000.png');
    const later = new Date(Date.now() + 5000);
    await utimes(picture, later, later);
    expect(await made('--target-ratio', '0.4')).toBe(true);
    await utimes(picture, new Date(0), new Date(0));
    await rm(at('mice_even/sample_000001/images/cam_001.png'));
    expect(await made('--target-ratio', '0.4')).toBe(true);
    const none = await run(...words(), '--shard', '9/9');
    expect(none.warned).toEqual(['Shard 9/9 selects none of the 3 samples.']);
  });

  it.each([
    ['--method tile', /^--method must be pixel_based, centered, uniform, add_alpha, not "tile"\.$/],
    ['', /^--method is missing\.$/],
    [
      '--method centered --output-size 64',
      /^--output-size cannot be used with the method centered/,
    ],
    ['--method uniform --target-ratio 2', /^--target-ratio must be a number from 0\.01 to 1/],
    ['--method uniform --target-ratio .5 --target_size_ratio .5', /mean the same\. Give one\.$/],
    ['--method uniform --intrinsics moved', /^--intrinsics must be exact or lab/],
    ['--method uniform --input_dir x', /^preprocess takes one picture or one folder, not 2\.$/],
    ['--method uniform', /\/data is neither a sample .* nor a folder of samples\.$/],
    ['--method uniform --shard 3/2', /^--shard must be i\/n/],
  ])('wrong usage: %s', async (line, sentence) => {
    await mkdir(at('data'));
    const typed = line.split(' ').filter(Boolean);
    expect((await run(at('data'), ...typed, '--out', at('out'))).code).toMatch(sentence);
    expect(await readdir(root)).toEqual(['data']);
  });

  it('is never its own output', async () => {
    await putSample('mice/sample_1', [mouse(20)]);
    const method = ['--method', 'add_alpha'];
    for (const input of [at('mice'), at('mice/sample_1')])
      expect((await run('--input_dir', input, ...method, '--output_dir', input)).code).toMatch(
        /is the input\. Choose another folder with --out\.$/,
      );
    const one = await run(at('mice/sample_1'), ...method, '--out', at('x'), '--shard', '1/2');
    expect(one.code).toBe('--shard needs a data folder (sample_* …).');
  });
});

describe('a picture', () => {
  it('becomes a PNG of the same name', async () => {
    await put('m.png', mouse(15, 255));
    const words = ['--method', 'pixel_based', '--output-size', '40'];
    const { code, said } = await run(at('m.png'), ...words, '--out', at('out'));
    expect(code).toBe(0);
    expect(said).toEqual([expect.stringMatching(/m\.png: 40 × 40, scale \d\.\d{3}$/)]);
    expect(await middleOf('out/m.png')).toEqual([255, 40]);
    expect((await run(at('m.png'), ...words, '--out', root)).code).toMatch(/would be overwritten/);
    const nowhere = await run(at('no.png'), ...words, '--out', at('out'));
    expect(nowhere.code).toMatch(/no\.png does not exist\.$/);
  });
});
