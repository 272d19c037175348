import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Camera } from '../../src/core/camera/camera.ts';
import { undistort } from '../../src/core/camera/distortion.ts';
import { orbitCamera } from '../../src/core/camera/orbit.ts';
import { mapCloud } from '../../src/core/camera/similarity.ts';
import { viewOfFrame } from '../../src/core/camera/square-view.ts';
import type { GaussianCloud } from '../../src/core/gaussians/gaussian-cloud.ts';
import { compositeOnWhite } from '../../src/core/image/pixels.ts';
import { writePly } from '../../src/core/ply/index.ts';
import { frameToRgba } from '../../src/core/rasterize/frame.ts';
import { rasterizeCpu } from '../../src/core/rasterize/rasterize.ts';
import { lpipsTensors } from '../../src/families/lpips/graph.ts';
import { seededWeight } from '../../src/test/seeded.ts';
import { writeSafetensors } from '../../src/test/write-safetensors.ts';
import { randomCloud } from '../../src/test/random-clouds.ts';
import { readArguments } from '../arguments.ts';
import { evaluate } from './evaluate.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Opaque Gaussians in a box of 0.6, which no camera's border shows. */
const cloud = randomCloud(7, {
  count: 300,
  position: (random) => [0, 1, 2].map(() => 0.6 * (random() - 0.5)),
  logit: () => 4,
});
const cameras: Camera[] = [
  { ...orbitCamera(300, 20, 2.7, 50, 64), width: 80, cx: 41 },
  orbitCamera(120, -10, 2.7, 50, 48),
];

let folder = '';
const at = (...parts: string[]) => path.join(folder, ...parts);
beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'evaluate-'))));
afterEach(() => rm(folder, { recursive: true }));

/** Runs `evaluate` with the CPU's rasterizer. Paths that begin with `@` are in the test's folder. */
async function run(line: string) {
  const [said, warned]: [string[], string[]] = [[], []];
  const say = (text: string) => void said.push(text);
  const warn = (text: string) => void warned.push(text);
  const typed = line.split(' ').map((word) => (word.startsWith('@') ? at(word.slice(1)) : word));
  const code = await evaluate.run(readArguments(evaluate, typed), { root, say, warn });
  return { code, said, warned };
}

interface Report {
  results: {
    name: string;
    gaussians?: number;
    mean: Record<string, number | null>;
    pooled: Record<string, number | null>;
    notes: string[];
    views: (Record<string, number | string | null> & { notes: string[] })[];
  }[];
}
const reportIn = async (out: string) =>
  JSON.parse(await readFile(at(out, 'metrics.json'), 'utf8')) as Report;

async function putPng(file: string, width: number, data: ArrayLike<number>): Promise<void> {
  await mkdir(path.dirname(at(file)), { recursive: true });
  const channels = 4;
  const raw = { width, height: data.length / channels / width, channels } as const;
  await sharp(Uint8Array.from(data), { raw }).png().toFile(at(file));
}

const framesOf = (list: readonly Camera[]) =>
  list.map(({ width: w, height: h, w2c, ...rest }, i) => ({
    ...{ w, h, ...rest, file_path: `images/cam_${i}.png` },
    w2c: [...w2c],
  }));

/** A sample whose pictures are the rasterizer's, on white, and the splat `cloud.ply`. */
async function putSample(): Promise<void> {
  for (const [i, camera] of cameras.entries()) {
    const frame = rasterizeCpu(cloud, camera, { background: 'white' });
    await putPng(`s/images/cam_${i}.png`, camera.width, frameToRgba(frame).data);
  }
  await writeFile(at('s/opencv_cameras.json'), JSON.stringify({ frames: framesOf(cameras) }));
  await putSplat('cloud.ply', cloud);
}

/** The axes of this variant are the cameras', so the numbers are the cloud's, to the bit. */
const putSplat = (file: string, splat: GaussianCloud) =>
  writeFile(at(file), new Uint8Array(writePly(splat, 'facelift')));

describe('evaluate a splat', () => {
  it('says in words that the truth is the rendering itself', async () => {
    await putSample();
    const { code, said, warned } = await run('@cloud.ply --sample @s --out @out --backend cpu');
    expect([code, warned]).toEqual([0, []]);
    const [head, first, second, mean, pooled, files] = said;
    expect(head).toMatch(/^view +PSNR +PSNR in mask +SSIM +IoU +IoU lab$/);
    expect(first).toMatch(/^cam_0\.png +equal +equal +1\.0000 +0\.\d+ +0\.\d+$/);
    expect(second).toMatch(/^cam_1\.png +equal +equal +1\.0000/);
    expect(mean).toMatch(/^mean +equal +equal +1\.0000/);
    expect(pooled).toMatch(/^pooled +equal +equal +–/);
    expect(files).toContain('metrics.json, metrics.md, contact.png');
    expect((await readdir(at('out'))).sort()).toEqual([
      ...['contact.png', 'metrics.json', 'metrics.md', 'view_000.png', 'view_001.png'],
    ]);
    const [result] = (await reportIn('out')).results;
    expect(result).toMatchObject({ name: 'cloud', gaussians: 300, mean: { psnr: null, ssim: 1 } });
    expect(result.notes).toContain('psnr: all pictures are equal, so the mean is infinite');
    expect(result.views[0]).toMatchObject({
      ...{ name: 'cam_0.png', width: 80, height: 64, maskFrom: 'white' },
      ...{ psnr: null, psnrMask: null, ssim: 1, ssimInner: 1 },
      notes: ['psnr: the pictures are equal, so it is infinite'],
    });
    expect(await readFile(at('out', 'metrics.md'), 'utf8')).toContain('| mean | equal | equal |');
    const { width = 0, height = 0 } = await sharp(at('out', 'view_000.png')).metadata();
    expect(width).toBeGreaterThan(4 * 480);
    expect(height).toBeGreaterThan((480 * 64) / 80);
  });

  it('undoes lenses of true pictures, and says so', async () => {
    await putSample();
    const distortion = [1, 0];
    const skew = 16;
    const [camera] = cameras;
    const { data } = frameToRgba(rasterizeCpu(cloud, camera, { background: 'white' }));
    const straight = { width: camera.width, height: camera.height, data };
    // A pixel of the lens shows what a pinhole camera shows in the direction that the lens draws there.
    const taken = viewOfFrame(
      straight,
      camera,
      camera,
      (x, y) => undistort(distortion, x - (skew * y) / camera.fx, y) ?? [NaN, NaN],
    );
    await putPng('s/images/cam_0.png', camera.width, compositeOnWhite(taken).data);
    const psnrOf = async (list: object[]) => {
      await writeFile(at('s/opencv_cameras.json'), JSON.stringify({ frames: list }));
      const { warned } = await run('@cloud.ply --sample @s --out @out --backend cpu');
      return { warned, psnr: Number((await reportIn('out')).results[0].views[0].psnr) };
    };
    const plain = await psnrOf(framesOf(cameras));
    expect(plain.warned).toEqual([]);
    const [{ fx, fy, cx, cy, ...first }, second] = framesOf(cameras);
    const K = [fx, skew, cx, 0, fy, cy, 0, 0, 1];
    const undone = await psnrOf([{ ...first, K, k1: 1 }, second]);
    expect(undone.warned).toEqual([
      expect.stringMatching(/^cam_0\.png: the lens distorts or the sensor is skewed\. /),
    ]);
    expect(undone.psnr).toBeGreaterThan(plain.psnr + 3);
  });

  it('takes masks of the folder, of the camera file, of the sample, and of the picture, in this order', async () => {
    await putSample();
    /** A mask of one level; its fraction of the picture tells which one was taken. */
    const putMask = (file: string, width: number, height: number, rows: number) =>
      putPng(
        file,
        width,
        Array.from({ length: 4 * width * height }, (_, i) =>
          i % 4 === 3 || i < 4 * width * rows ? 255 : 0,
        ),
      );
    const fractions = async (more: string) => {
      const { warned } = await run(`@cloud.ply --sample @s --out @out --backend cpu${more}`);
      const [{ views }] = (await reportIn('out')).results;
      return { warned, found: views.map(({ maskFrom, maskFraction }) => [maskFrom, maskFraction]) };
    };
    await putMask('s/masks/cam_0.png', 80, 64, 16);
    const beside = await fractions('');
    expect(beside.found).toEqual([
      ['file', 0.25],
      ['white', expect.any(Number)],
    ]);
    expect(beside.warned[0]).toMatch(/masks contains no mask for cam_1\.png: the picture says its/);
    await putMask('s/named.png', 80, 64, 32);
    const [first, second] = framesOf(cameras);
    const frames = [{ ...first, mask_path: 'named.png' }, second];
    await writeFile(at('s/opencv_cameras.json'), JSON.stringify({ frames }));
    expect((await fractions('')).found[0]).toEqual(['file', 0.5]);
    await putMask('mine/cam_0.png', 80, 64, 48);
    await expect(fractions(' --masks @mine')).rejects.toThrow('contains no mask for cam_1.png.');
    await putMask('mine/cam_1_mask.png', 48, 48, 48);
    expect((await fractions(' --masks @mine')).found).toEqual([
      ['file', 0.75],
      ['file', 1],
    ]);
  });

  it('moves the cameras as placement.json says', async () => {
    await putSample();
    const placement = {
      scale: 1.5,
      rotation: [0, -1, 0, 1, 0, 0, 0, 0, 1],
      translation: [0.3, -0.2, 0.1],
    };
    await mkdir(at('run'));
    await putSplat('run/gaussians.ply', mapCloud(placement, cloud));
    const line = '@run @cloud.ply --sample @s --out @out --backend cpu';
    const psnr = async () => {
      const { said, warned } = await run(line);
      expect(warned).toEqual([]);
      expect(said[0]).toMatch(/^ +PSNR /);
      const { results } = await reportIn('out');
      expect(results.map(({ name }) => name)).toEqual(['run', 'cloud']);
      expect(results[1].mean.psnr).toBeNull();
      return results[0].mean.psnr ?? Infinity;
    };
    expect(await psnr()).toBeLessThan(20);
    const rows = [0, 3, 6].map((row) => placement.rotation.slice(row, row + 3));
    await writeFile(at('run/placement.json'), JSON.stringify({ ...placement, rotation: rows }));
    expect(await psnr()).toBeGreaterThan(50);
    expect((await readdir(at('out'))).filter((name) => name.startsWith('view_000'))).toEqual([
      ...['view_000_cloud.png', 'view_000_run.png'],
    ]);
    await writeFile(at('run/placement.json'), JSON.stringify({ ...placement, scale: 0 }));
    await expect(run(line)).rejects.toThrow(/placement\.json cannot be used: scale must be/);
  });

  it('computes LPIPS with the weights of a file', async () => {
    await putSample();
    const tensors = [...lpipsTensors('alex')].map(
      ([name, shape]) => [name, { shape, data: seededWeight(name, shape) }] as const,
    );
    await writeFile(at('alex.safetensors'), writeSafetensors(new Map(tensors)));
    const line = '@cloud.ply --sample @s --out @out --backend cpu --lpips';
    const { said } = await run(`${line} @alex.safetensors`);
    expect(said[0]).toMatch(/ SSIM +LPIPS +IoU /);
    expect(said[1]).toMatch(/ 1\.0000 +0\.0000 /);
    const { results, ...about } = await reportIn('out');
    expect(about).toMatchObject({ lpips: { net: 'alex' } });
    expect(results[0].views[0]).toMatchObject({ lpips: 0 });
    await writeFile(at('other.safetensors'), writeSafetensors(new Map(tensors.slice(2))));
    await expect(run(`${line} @other.safetensors`)).rejects.toThrow(/contains no weights of LPIPS/);
  });

  it('scales cameras to their pictures, and refuses pictures of other proportions', async () => {
    await putSample();
    const evaluateWith = async (list: Camera[]) => {
      await writeFile(at('c.json'), JSON.stringify({ frames: framesOf(list) }));
      await run('@cloud.ply --views @s/images --cameras @c.json --out @o --backend cpu');
      return (await reportIn('o')).results[0].mean.psnr;
    };
    const doubled = cameras.map((camera) => ({
      ...camera,
      ...{ width: 2 * camera.width, height: 2 * camera.height },
      ...{ fx: 2 * camera.fx, fy: 2 * camera.fy, cx: 2 * camera.cx, cy: 2 * camera.cy },
    }));
    expect(await evaluateWith(doubled)).toBeNull();
    await expect(evaluateWith([cameras[1], cameras[0]])).rejects.toThrow(
      /frame 0 is 48 × 48, but its picture cam_0\.png is 80 × 64\./,
    );
  });
});

describe('evaluate finished pictures', () => {
  /** 12 rows of 16 pixels: a dark square of 4 × 4 with the given left side, on white. */
  const square = (left: number, level: number, alpha = false) =>
    Array.from({ length: 4 * 16 * 12 }, (_, i) => {
      const [x, y] = [(i >> 2) % 16, i >> 6];
      const inside = x >= left && x < left + 4 && y >= 4 && y < 8;
      if (i % 4 === 3) return inside || !alpha ? 255 : 0;
      return inside ? level : 255;
    });

  it('has the values that are computed by hand', async () => {
    await putPng('truth/a.png', 16, square(5, 51));
    await putPng('truth/b.png', 16, square(5, 51));
    await putPng('truth/unused.png', 16, square(5, 51));
    // a is moved by one pixel, b has another brightness and a transparent background.
    await putPng('renders/a.png', 16, square(6, 51));
    await putPng('renders/B.webp', 16, square(5, 102, true));
    const { said, warned } = await run('--renders @renders --truth @truth --out @out');
    expect(warned).toEqual([expect.stringMatching(/no picture for unused\.png, so they are left/)]);
    const dB = (error: number) => -10 * Math.log10(error);
    const [result] = (await reportIn('out')).results;
    const [b, a] = result.views;
    // Two columns of four pixels are off by 204 / 255 = 0.8; one of them is in the mask of 16 pixels.
    expect(a.psnr).toBeCloseTo(dB((8 * 0.64) / 192), 5);
    expect(a.psnrMask).toBeCloseTo(dB((4 * 0.64) / 16), 5);
    expect(a).toMatchObject({ name: 'a.png', maskFrom: 'white', iou: null, iouLab: 0.6 });
    expect(a.notes).toEqual(['iou: the coverage is not known, or it and the mask are empty']);
    // 16 pixels are off by 51 / 255 = 0.2.
    expect(b.psnr).toBeCloseTo(dB((16 * 0.04) / 192), 5);
    expect(b.psnrMask).toBeCloseTo(dB(0.04), 5);
    expect(b).toMatchObject({ name: 'b.png', iou: 1, iouLab: 1, notes: [] });
    expect(result.pooled.iouLab).toBeCloseTo((12 + 16) / (20 + 16), 6);
    expect(result.mean.psnrMask).toBeCloseTo((dB(0.16) + dB(0.04)) / 2, 5);
    expect(said.at(-2)).toMatch(/^pooled +\d+\.\d\d +\d+\.\d\d +– +– +0\.778$/);
  });

  it('refuses names and sizes that do not fit', async () => {
    await putPng('truth/a.png', 16, square(5, 51));
    await putPng('renders/a.png', 12, square(5, 51));
    await expect(run('--renders @renders --truth @truth --out @out')).rejects.toThrow(
      /a\.png is 12 × 16, but .*a\.png is 16 × 12\. Draw it at the size of the true picture\./,
    );
    await putPng('renders/c.png', 16, square(5, 51));
    await expect(run('--renders @renders --truth @truth --out @out')).rejects.toThrow(
      /contains no picture with the name of c\.png in .*renders/,
    );
    await expect(readdir(at('out'))).rejects.toThrow();
  });
});

it.each([
  ['--out x', 'evaluate takes splats, or --renders and --truth with finished pictures.'],
  ['a.ply --sample s', '--out is missing.'],
  ['a.ply --out x', '--sample, or --views and --cameras, must be given.'],
  ['a.ply --views v --out x', '--sample, or --views and --cameras, must be given.'],
  ['a.ply --sample s --views v --out x', '--sample stands for --views and --cameras: give either.'],
  ['--renders r --out x', '--renders and --truth must be given together.'],
  ['--renders r --truth t --sample s --out x', '--sample cannot be used with --renders.'],
  ['a.ply --renders r --truth t --out x', '--renders takes no splat, but a.ply is given.'],
  ['a.ply --sample s --background none --out x', '--background must be white or black'],
  ['@gone.ply --sample s --out @x', 'gone.ply does not exist.'],
  ['@ --sample s --out @x', 'contains no gaussians.ply. Give a splat, or the folder that'],
])('refuses %s', async (line, sentence) => {
  await expect(run(line)).rejects.toThrow(sentence);
});
