import demoPack from '../models/mouse-demo/pack.json' with { type: 'json' };
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rigCameras } from '../src/core/camera/rig.ts';
import { readPly } from '../src/core/ply/index.ts';
import { parseManifest, type PackManifest } from '../src/packs/manifest.ts';
import { uprightCamera, uprightCloud } from '../src/core/camera/upright.ts';
import { root, runCli as run, sample, sentences, type Ended } from './test/process.ts';
import { outputPsnr, psnr8 } from './test/output-psnr.ts';
import { expectSameCloud } from '../src/test/ply/same-cloud.ts';

/** Tests of the command line. Each test starts a process, as a user does, and uses the demo pack. */

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

let work: string;
let shortPack: string;
let manifest: PackManifest;
const at = (...parts: string[]) => path.join(work, ...parts);
const json = async (...parts: string[]) =>
  JSON.parse(await readFile(at(...parts), 'utf8')) as Record<string, unknown>;
const cloudOf = async (...parts: string[]) =>
  readPly(new Uint8Array(await readFile(at(...parts, 'gaussians.ply'))));
const videoOf = async (file: string) => {
  const input = new Input({
    formats: ALL_FORMATS,
    source: new BufferSource(new Uint8Array(await readFile(file))),
  });
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw new Error('no video track');
  const { packetCount } = await track.computePacketStats();
  const { codec, displayWidth, displayHeight } = track;
  const seconds = await track.computeDuration();
  return { codec, packetCount, seconds, displayWidth, displayHeight };
};

/** The rig's cameras as frames of a camera file, for pictures of `size` pixels. With `up`: in the cloud's world frame. */
const framesOf = (size?: number, up?: number[]) =>
  rigCameras(manifest.rig, size).map((camera) => {
    const { width: w, height: h, w2c, ...rest } = uprightCamera(camera, up);
    const rows = [0, 4, 8, 12].map((from) => [...w2c.subarray(from, from + 4)]);
    return { w, h, ...rest, w2c: rows };
  });

/** The up direction in the rig's frame, as the pose network gave it in a run. */
const upOf = async (...parts: string[]) => (await json(...parts, 'pose.json')).up as number[];

beforeAll(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'cli-'));
  shortPack = at('short');
  await cp(path.join(root, 'models/mouse-demo'), shortPack, { recursive: true });
  manifest = parseManifest(await json('short', 'pack.json'));
  // A copy of the demo pack with a turntable of only six frames, which is faster. These tests do not check the video.
  const turntable = { ...manifest.turntable, frames: 6 };
  await writeFile(at('short', 'pack.json'), JSON.stringify({ ...manifest, turntable }));
});
afterAll(() => rm(work, { recursive: true, force: true }));

describe('reconstruct <photo>', () => {
  let ended: Ended;
  beforeAll(async () => {
    ended = await run(['reconstruct', sample, '--out', at('photo')]);
    const multiview = at('photo', 'arena-rearing', 'multiview.png');
    await mkdir(at('views'));
    for (let view = 0; view < 6; view++)
      await sharp(multiview)
        .extract({ left: 128 * view, top: 0, width: 128, height: 128 })
        .png()
        .toFile(at('views', `00${view}.png`));
    const frames = framesOf();
    await writeFile(at('cameras.json'), JSON.stringify({ frames }));
    await writeFile(at('four.json'), JSON.stringify({ frames: frames.slice(0, 4) }));
  }, 600_000);

  it('writes every file with the right contents', async () => {
    expect(ended).toMatchObject({ code: 0 });
    const folder = at('photo', 'arena-rearing');
    const files = ['gaussians.ply', 'input.png', 'multiview.png', 'output.png', 'pose.json'];
    const film = hasFfmpeg ? ['turntable.mp4'] : [];
    expect((await readdir(folder)).sort()).toEqual([...files, 'run.json', ...film].sort());

    const cloud = await cloudOf('photo', 'arena-rearing');
    expect(cloud.count).toBeGreaterThan(1000);
    expect(cloud.xyz.every((value) => Math.abs(value) < 2)).toBe(true);
    const record = await json('photo', 'arena-rearing', 'run.json');
    expect(record).toMatchObject({
      photo: 'arena-rearing.jpg',
      pack: { id: 'mouse-demo' },
      settings: { ...manifest.defaults, ply: 'standard', filters: 'pack' },
      gaussians: cloud.count,
      backend: { name: 'cpu', rasterizer: 'cpu' },
    });
    expect(Object.keys(record.versions as object)).toContain('onnxruntime-node');
    expect((await json('photo', 'arena-rearing', 'pose.json')).keypoints).toHaveLength(23);

    const sizes = {
      'input.png': [512, 512],
      'multiview.png': [768, 128],
      'output.png': [3072, 512],
    };
    for (const [name, size] of Object.entries(sizes)) {
      const picture = sharp(path.join(folder, name));
      const { width, height } = await picture.metadata();
      expect([width, height]).toEqual(size);
      const [{ min, max }] = (await picture.stats()).channels;
      expect([min < 80, max]).toEqual([true, 255]);
    }
  });

  it.skipIf(!hasFfmpeg)('encodes the turntable as H.264', async () => {
    expect(sentences(ended)).toEqual([]);
    expect(await videoOf(at('photo', 'arena-rearing', 'turntable.mp4'))).toEqual({
      codec: 'avc',
      packetCount: demoPack.turntable.frames,
      seconds: demoPack.turntable.frames / demoPack.turntable.fps,
      displayWidth: 512,
      displayHeight: 512,
    });
  });

  it('renders gaussians.ply with the rig’s cameras as output.png shows it', async () => {
    const folder = at('photo', 'arena-rearing');
    const frames = framesOf(512, await upOf('photo', 'arena-rearing'));
    await writeFile(at('world.json'), JSON.stringify({ frames }));
    const words = ['render', path.join(folder, 'gaussians.ply'), '--cameras', at('world.json')];
    const noDriver = { VK_ICD_FILENAMES: at('none.json') };
    const drawn = await run([...words, '--out', at('drawn')], noDriver);
    expect(drawn).toMatchObject({ code: 0 });
    expect(sentences(drawn)).toEqual([expect.stringMatching(/No GPU driver .*: the CPU draws/)]);
    for (let view = 0; view < 6; view++) {
      const area = { left: 512 * view, top: 0, width: 512, height: 512 };
      const output = sharp(path.join(folder, 'output.png')).extract(area).removeAlpha().raw();
      const again = sharp(at('drawn', `00${view}.png`))
        .removeAlpha()
        .raw();
      expect(psnr8(await again.toBuffer(), await output.toBuffer())).toBeGreaterThan(45);
    }
  });

  it('makes the same cloud, in the frame of the cameras, from the views that it made and their cameras', async () => {
    // Without photoSides, because these views do not include the photo.
    const pack = at('no-photo-surface');
    await cp(shortPack, pack, { recursive: true });
    const other = parseManifest(await json('short', 'pack.json'));
    if (other.stages.reconstruct.kind === 'gslrm') delete other.stages.reconstruct.photoSides;
    await writeFile(path.join(pack, 'pack.json'), JSON.stringify(other));
    const of = ['--pack', pack, '--out'];
    const words = ['--views', at('views'), '--cameras', at('cameras.json'), ...of, at('direct')];
    const direct = await run(['reconstruct', ...words, '--placement', 'none']);
    expect(direct).toMatchObject({ code: 0 });
    expect(await run(['reconstruct', sample, ...of, at('own')])).toMatchObject({ code: 0 });
    const up = await upOf('own', 'arena-rearing');
    const own = await cloudOf('own', 'arena-rearing');
    expectSameCloud(uprightCloud(await cloudOf('direct'), up), own);
    expect(own.count).not.toBe((await cloudOf('photo', 'arena-rearing')).count);
    expect(await outputPsnr(at('direct'), at('own', 'arena-rearing'))).toBeGreaterThan(50);
    expect(await json('direct', 'run.json')).toMatchObject({
      views: ['000.png', '001.png', '002.png', '003.png', '004.png', '005.png'],
      cameras: 'cameras.json',
      pairedBy: 'order',
      notices: [],
    });
  });

  it('pairs views and cameras by the names in the camera file, and says how', async () => {
    const frames = framesOf().map((frame, i) => ({ ...frame, file_path: `views/00${i}.png` }));
    await writeFile(at('named.json'), JSON.stringify({ frames: frames.slice(1, 3).reverse() }));
    const words = ['--views', at('views'), '--cameras', at('named.json'), '--pack', shortPack];
    const ended = await run(['reconstruct', ...words, '--no-turntable', '--out', at('named')]);
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.stdout).toContain('cameras and pictures by file_path: 0 002.png, 1 001.png');
    expect(sentences(ended)).toEqual([
      expect.stringContaining('No camera names 000.png, 003.png, 004.png, 005.png'),
    ]);
    expect(await json('named', 'run.json')).toMatchObject({
      views: ['002.png', '001.png'],
      pairedBy: 'file_path',
    });
  });

  it('refuses cameras in another convention before it computes', async () => {
    const frames = framesOf().map((frame) => ({
      ...frame,
      w2c: frame.w2c.map((row, i) => (i === 1 || i === 2 ? row.map((value) => -value) : row)),
    }));
    await writeFile(at('gl.json'), JSON.stringify({ frames }));
    const words = ['--views', at('views'), '--cameras', at('gl.json'), '--pack', shortPack];
    const ended = await run(['reconstruct', ...words, '--out', at('never')]);
    expect(ended.code).toBe(1);
    expect(sentences(ended).join()).toMatch(/gl\.json: .*as with OpenGL axes/);
    await expect(readdir(at('never'))).rejects.toThrow();
  });

  it('says a doubtful result on stderr and in run.json, and exits with 4 if it must not be', async () => {
    const { width = 0, height = 0 } = await sharp(sample).metadata();
    // The left half of the photo cuts the mouse.
    await sharp(sample)
      .extract({ left: 0, top: 0, width: Math.round(width / 2), height })
      .png()
      .toFile(at('half.png'));
    const words = [
      'reconstruct',
      at('half.png'),
      '--pack',
      shortPack,
      '--no-turntable',
      '--strict',
    ];
    const ended = await run([...words, '--out', at('doubt')]);
    expect(ended.code).toBe(4);
    expect(sentences(ended).join()).toMatch(/half\.png: The mouse touches the border of the photo/);
    const record = await json('doubt', 'half', 'run.json');
    expect(record.notices).toContain('mask-touches-border');
    expect(record.confidence).toBeGreaterThan(0);
  });

  it('runs with warnings without ffmpeg and GPU driver, on four views, without filter, with FaceLift’s PLY', async () => {
    await cp(at('views'), at('four'), { recursive: true });
    for (const view of [4, 5]) await rm(at('four', `00${view}.png`));
    await mkdir(at('bare'));
    await writeFile(at('bare', 'turntable.mp4'), 'of an earlier run');
    const words = ['--views', at('four'), '--cameras', at('four.json')];
    const pack = ['--pack', at('no-photo-surface')];
    const form = [...pack, '--filters', 'none', '--ply', 'facelift', '--backend', 'webgpu'];
    const noTools = { PATH: at('bare'), VK_ICD_FILENAMES: at('bare', 'none.json') };
    const ended = await run(['reconstruct', ...words, ...form, '--out', at('bare')], noTools);
    expect(ended).toMatchObject({ code: 0 });
    expect(sentences(ended)).toEqual([
      expect.stringContaining('No GPU driver'),
      expect.stringContaining('there will be no video'),
    ]);
    const files = ['gaussians.ply', 'output.png', 'placement.json', 'run.json'];
    expect((await readdir(at('bare'))).sort()).toEqual(files);
    expect(await readFile(at('bare', 'gaussians.ply'), 'latin1')).toContain(
      'property float f_rest_44',
    );
    // There are two global Gaussians, and one Gaussian per pixel of every 8 × 8 patch that is not white.
    const { count } = await cloudOf('bare');
    expect(count).toBeGreaterThan(1000);
    expect(count % 64).toBe(2);
    expect(await json('bare', 'run.json')).toMatchObject({
      backend: { name: 'cpu', reason: 'no-adapter', rasterizer: 'cpu' },
    });
  });

  it.skipIf(!hasFfmpeg)('leaves nothing behind after Ctrl-C', async () => {
    await mkdir(at('tmp'));
    const words = ['--views', at('views'), '--cameras', at('cameras.json'), '--out', at('ended')];
    const file = path.join(root, 'scripts/cli.mjs');
    const child = spawn(process.execPath, [file, 'reconstruct', ...words], {
      env: { ...process.env, TMPDIR: at('tmp') },
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    // Libraries have files of their own there.
    const ours = async () =>
      (await readdir(at('tmp'))).filter((name) => name.startsWith('mouse-facelift-'));
    // The film is being made as long as its folder is there.
    while ((await ours()).length === 0 && child.exitCode === null) await setTimeout(20);
    child.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    expect(await ours()).toEqual([]);
    await expect(readdir(at('ended'))).rejects.toThrow();
  });

  it('refuses views that do not fit their cameras', async () => {
    const words = ['reconstruct', '--views', at('views'), '--out', at('never')];
    const fewer = await run([...words, '--cameras', at('four.json')]);
    expect(fewer).toMatchObject({ code: 2, stdout: '' });
    expect(fewer.stderr).toMatch(/^mouse-facelift: .*6 pictures, but 4 cameras.*\n$/);
    const none = await run([...words, '--cameras', at('short', 'pack.json')]);
    expect(none).toMatchObject({ code: 1, stdout: '' });
    expect(none.stderr).toMatch(
      /^mouse-facelift: The camera file cannot be read: pack.json: .*\n$/,
    );
    await expect(readdir(at('never'))).rejects.toThrow();
  });
});
