import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { orbitCamera } from '../../src/core/camera/orbit.ts';
import type { Camera } from '../../src/core/camera/camera.ts';
import { writePly, type PlyVariant } from '../../src/core/ply/index.ts';
import { frameToRgba } from '../../src/core/rasterize/frame.ts';
import { rasterizeCpu } from '../../src/core/rasterize/rasterize.ts';
import { gpuForTests } from '../../src/test/gpu-device.ts';
import { psnr, randomCloud } from '../../src/test/random-clouds.ts';
import { readArguments } from '../arguments.ts';
import { render } from './render.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cloud = randomCloud(7, { count: 400 });

/**
 * The picture of the first camera is not square, and its principal point is not in the centre. Its width and height are
 * no multiples of a tile, and fx ≠ fy. The picture of the second camera is a small square.
 */
const cameras: Camera[] = [
  { ...orbitCamera(300, 20, 2.7, 50, 96), width: 101, height: 67, fx: 90, fy: 75, cx: 41, cy: 40 },
  orbitCamera(120, -10, 2.7, 50, 48),
];

let folder = '';
const at = (...parts: string[]) => path.join(folder, ...parts);
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'render-'));
  await putCameras('cameras.json', cameras);
  await put('cloud.ply', 'standard');
});
afterEach(() => rm(folder, { recursive: true }));

const put = (name: string, variant: PlyVariant) =>
  writeFile(at(name), new Uint8Array(writePly(cloud, variant)));

const putCameras = (name: string, list: readonly Camera[]) => {
  const frames = list.map(({ width: w, height: h, w2c, ...rest }) => ({
    ...{ w, h, ...rest },
    w2c: [0, 4, 8, 12].map((row) => [...w2c.subarray(row, row + 4)]),
  }));
  return writeFile(at(name), JSON.stringify({ frames }));
};

async function run(...typed: string[]) {
  const [said, warned]: [string[], string[]] = [[], []];
  const host = {
    root,
    say: (line: string) => void said.push(line),
    warn: (line: string) => void warned.push(line),
  };
  const code = await render.run(readArguments(render, typed), host);
  return { code, said, warned };
}

/** Draws cloud.ply on the CPU with other cameras. */
const renderWith = (cameraFile: string, out: string) =>
  run(at('cloud.ply'), '--cameras', at(cameraFile), '--out', at(out), '--backend', 'cpu');

/** Runs `render` on a PLY file, with cameras.json, into the folder `out`. */
const draw = (file: string, out: string, ...more: string[]) =>
  run(at(file), '--cameras', at('cameras.json'), '--out', at(out), ...more);

const pixels = async (...parts: string[]) =>
  sharp(at(...parts))
    .ensureAlpha()
    .raw()
    .toBuffer();

/** Reads the numbers of a .f32 file, H×W×5. */
async function floats(...parts: string[]): Promise<Float32Array<ArrayBuffer>> {
  const bytes = await readFile(at(...parts));
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
}

describe('render --backend cpu', () => {
  it('draws a picture for every camera, at most 1 of 255 values from the rasterizer’s', async () => {
    const { code, said, warned } = await draw('cloud.ply', 'out', '--backend', 'cpu');
    expect([code, warned]).toEqual([0, []]);
    expect(said).toEqual([expect.stringContaining('2 pictures of 400 Gaussians, cpu, ')]);
    expect((await readdir(at('out'))).sort()).toEqual(['000.png', '001.png']);
    for (const [i, camera] of cameras.entries()) {
      const { width, height } = await sharp(at('out', `00${i}.png`)).metadata();
      expect([width, height]).toEqual([camera.width, camera.height]);
      const { data } = frameToRgba(rasterizeCpu(cloud, camera, { background: 'white' }));
      const drawn = await pixels('out', `00${i}.png`);
      // The Gaussians are rotated when the file is written, and rotated back when it is read. Rounding can change a value of
      // a pixel by 1.
      expect(drawn.every((value, p) => Math.abs(value - data[p]) <= 1)).toBe(true);
    }
  });

  it.each(['white', 'black', 'none'] as const)(
    '--raw on %s: RGB, coverage, depth',
    async (ground) => {
      await draw('cloud.ply', 'out', '--backend', 'cpu', '--raw', '--background', ground);
      const background = ground === 'none' ? 'transparent' : ground;
      const { rgba, depth } = rasterizeCpu(cloud, cameras[0], { background });
      const raw = await floats('out', '000.f32');
      expect(raw).toHaveLength(5 * 101 * 67);
      const expected = raw.map((_, i) =>
        i % 5 < 4 ? rgba[4 * Math.floor(i / 5) + (i % 5)] : depth[Math.floor(i / 5)],
      );
      expect(psnr(raw, expected)).toBeGreaterThan(100);
      const png = await pixels('out', '000.png');
      const opaque = [...png].every((value, i) => i % 4 < 3 || value === 255);
      expect(opaque).toBe(ground !== 'none');
      if (ground !== 'none') return;
      // Straight alpha: the premultiplied colour divided by the coverage.
      const p =
        Array.from({ length: 101 * 67 }, (_, i) => i).find((i) => raw[5 * i + 3] > 0.3) ?? 0;
      const straight = Math.min(1, raw[5 * p] / raw[5 * p + 3]);
      expect(Math.abs(png[4 * p] - 255 * straight)).toBeLessThanOrEqual(1);
      expect(Math.abs(png[4 * p + 3] - 255 * raw[5 * p + 3])).toBeLessThanOrEqual(1);
    },
  );

  it('takes the axes from --axes, else from the header, else the world’s', async () => {
    await put('facelift.ply', 'facelift');
    const marked = await readFile(at('cloud.ply'));
    const end = marked.indexOf('\n', marked.indexOf('comment')) + 1;
    const unmarked = [marked.subarray(0, marked.indexOf('comment')), marked.subarray(end)];
    await writeFile(at('saved.ply'), Buffer.concat(unmarked));

    const cpu = ['--backend', 'cpu', '--raw'];
    await draw('cloud.ply', 'ours', ...cpu);
    await draw('facelift.ply', 'facelift', ...cpu);
    const assumed = await draw('saved.ply', 'unmarked', ...cpu);
    expect(assumed.warned).toEqual([expect.stringMatching(/^saved\.ply: .*--axes standard/)]);
    await draw('saved.ply', 'unmarked-standard', ...cpu, '--axes', 'standard');
    await draw('cloud.ply', 'marked-standard', ...cpu, '--axes', 'standard');
    await draw('cloud.ply', 'marked-world', ...cpu, '--axes', 'world');
    const ours = await floats('ours', '000.f32');
    expect(psnr(await floats('facelift', '000.f32'), ours)).toBeGreaterThan(90);
    expect(await floats('unmarked-standard', '000.f32')).toEqual(ours);
    expect(await floats('marked-standard', '000.f32')).toEqual(ours);
    const unrotated = await floats('unmarked', '000.f32');
    expect(psnr(unrotated, ours)).toBeLessThan(30);
    expect(psnr(await floats('marked-world', '000.f32'), unrotated)).toBeGreaterThan(90);
  });

  it('draws with the cameras of a COLMAP model', async () => {
    await mkdir(at('sparse'));
    const [{ fx, fy, cx, cy }] = cameras;
    await writeFile(at('sparse', 'cameras.txt'), `1 PINHOLE 101 67 ${fx} ${fy} ${cx} ${cy}\n`);
    await expect(renderWith('sparse', 'out')).rejects.toThrow(/images\.txt is missing/);
    await writeFile(at('sparse', 'images.txt'), '1 1 0 0 0 0 0 2.7 1 a.png\n\n');
    expect((await renderWith('sparse', 'out')).code).toBe(0);
    expect(await readdir(at('out'))).toEqual(['000.png']);
    // images.txt stands for its folder.
    expect((await renderWith('sparse/images.txt', 'out')).code).toBe(0);
  });

  it('takes the size of cameras that do not state it from --camera-size', async () => {
    await putCameras('cameras.json', cameras);
    const { frames } = JSON.parse(await readFile(at('cameras.json'), 'utf8')) as {
      frames: Record<string, unknown>[];
    };
    const unsized = Object.entries(frames[0]).filter(([key]) => key !== 'w' && key !== 'h');
    const list = { frames: [Object.fromEntries(unsized)] };
    await writeFile(at('unsized.json'), JSON.stringify(list));
    await expect(renderWith('unsized.json', 'out')).rejects.toThrow(/w and h are missing/);
    const typed = ['--cameras', at('unsized.json'), '--camera-size', '101x67', '--backend', 'cpu'];
    await run(at('cloud.ply'), ...typed, '--out', at('out'));
    await renderWith('cameras.json', 'stated');
    expect(await readFile(at('out', '000.png'))).toEqual(await readFile(at('stated', '000.png')));
  });

  it('says which cameras do not see the splat, and refuses a file of which none does', async () => {
    const averted = (camera: Camera): Camera => ({
      ...camera,
      w2c: camera.w2c.map((value, at) => (at >= 4 && at < 12 ? -value : value)),
    });
    await putCameras('one.json', [...cameras, averted(cameras[0])]);
    const { code, warned } = await renderWith('one.json', 'out');
    expect({ code, warned }).toEqual({
      code: 0,
      warned: ['one.json: 1 of 3 cameras do not see the splat (2).'],
    });
    expect(await readdir(at('out'))).toHaveLength(3);
    await putCameras('gl.json', cameras.map(averted));
    await expect(renderWith('gl.json', 'gl')).rejects.toThrow(/gl\.json: .*OpenGL axes/);
    const far = (camera: Camera) => ({
      ...camera,
      w2c: camera.w2c.map((value, at) => (at === 11 ? 1000 * value : value)),
    });
    await putCameras('far.json', cameras.map(far));
    await expect(renderWith('far.json', 'far')).rejects.toThrow(/far\.json: no camera sees/);
    await expect(readdir(at('gl'))).rejects.toThrow();
  });

  it('leaves no picture of an earlier run beside the new ones, and keeps other files', async () => {
    await renderWith('cameras.json', 'out');
    await writeFile(at('out', '017.png'), 'of an earlier run');
    await writeFile(at('out', 'mine.png'), 'mine');
    await renderWith('cameras.json', 'out');
    expect((await readdir(at('out'))).sort()).toEqual(['000.png', '001.png', 'mine.png']);
  });

  it('refuses invalid splats, cameras and folders before it writes anything', async () => {
    await writeFile(at('note.ply'), 'ply\nhello');
    await expect(draw('note.ply', 'out')).rejects.toMatchObject({
      code: 'ply-no-end',
      values: { file: 'note.ply' },
    });
    await expect(draw('gone.ply', 'out')).rejects.toThrow('does not exist');
    await expect(draw('cloud.ply', 'cloud.ply')).rejects.toThrow('is not a folder');
    await expect(run(at('cloud.ply'), '--out', at('out'))).rejects.toThrow('--cameras is missing');
    await expect(run('--out', at('out'))).rejects.toThrow('render takes one PLY file, not 0.');
    await putCameras('cameras.json', [cameras[1], { ...cameras[1], width: 20_000 }]);
    await expect(draw('cloud.ply', 'out')).rejects.toMatchObject({ code: 'camera-invalid' });
    await expect(readdir(at('out'))).rejects.toThrow();
  });
});

const gpu = await gpuForTests();

describe.skipIf(typeof gpu === 'string')('render --backend webgpu', () => {
  it('draws the same picture as the CPU', async () => {
    const { warned } = await draw('cloud.ply', 'gpu', '--raw', '--background', 'none');
    expect(warned).toEqual([]);
    await draw('cloud.ply', 'cpu', '--raw', '--background', 'none', '--backend', 'cpu');
    for (const name of ['000.f32', '001.f32'])
      expect(psnr(await floats('gpu', name), await floats('cpu', name))).toBeGreaterThan(60);
  });
});
