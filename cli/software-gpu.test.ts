import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rigCameras } from '../src/core/camera/rig.ts';
import { readPly } from '../src/core/ply/index.ts';
import { GpuContext } from '../src/gpu/device.ts';
import { GpuRasterizer } from '../src/gpu/gpu-rasterizer.ts';
import { parseManifest } from '../src/packs/manifest.ts';
import { LazyRasterizer } from '../src/pipeline/lazy-rasterizer.ts';
import { gpuForTests } from '../src/test/gpu-device.ts';
import { expectSameCloud, expectSameSurfaces } from '../src/test/ply/same-cloud.ts';
import { readArguments } from './arguments.ts';
import { reconstruct } from './commands/reconstruct.ts';
import { openPackAt } from './packs.ts';
import { loosePictures } from './posed/loose-pictures.ts';
import { readForm } from './reconstruct/form.ts';
import { reconstructViews } from './reconstruct/views.ts';
import { nodeMachine } from './runtime/machine.ts';
import { poolOnGpu } from './test/gpu-pool.ts';
import { outputOf, outputPsnr } from './test/output-psnr.ts';
import { root, runCli as run, sample, sentences } from './test/process.ts';

/** `reconstruct` on a GPU, with the demo pack and views that it made. */

let work: string;
const at = (...parts: string[]) => path.join(work, ...parts);
const cloudOf = async (name: string) =>
  readPly(new Uint8Array(await readFile(at(name, 'gaussians.ply'))));
const runJson = async (name: string) =>
  JSON.parse(await readFile(at(name, 'run.json'), 'utf8')) as Record<string, unknown>;

/** The arguments of a run without or with the photos' surfaces. */
const wordsFor = (how: 'without' | 'with', ...more: string[]) => [
  ...['--views', at('two'), '--cameras', at('two.json'), '--pack', at(how)],
  ...['--no-turntable', ...more],
];

const gpu = await gpuForTests();

describe.skipIf(typeof gpu === 'string')('--backend webgpu', () => {
  beforeAll(async () => {
    work = await mkdtemp(path.join(tmpdir(), 'gpu-'));
    await cp(path.join(root, 'models/mouse-demo'), at('with'), { recursive: true });
    await cp(at('with'), at('without'), { recursive: true });
    const pack = JSON.parse(await readFile(at('with', 'pack.json'), 'utf8'));
    delete pack.stages.reconstruct.photoSides;
    await writeFile(at('without', 'pack.json'), JSON.stringify(pack));
    await run(['reconstruct', sample, '--no-turntable', '--out', at('photo')]);
    await mkdir(at('two'));
    // In other pairs, the last bits decide whether a point at the border of a mask moves (docs/photo-surface.md).
    for (const view of [3, 4])
      await sharp(at('photo', 'arena-rearing', 'multiview.png'))
        .extract({ left: 128 * view, top: 0, width: 128, height: 128 })
        .png()
        .toFile(at('two', `00${view}.png`));
    const cameras = rigCameras(parseManifest(pack).rig).slice(3, 5);
    const frames = cameras.map(({ width: w, height: h, w2c, ...rest }) => {
      const rows = [0, 4, 8, 12].map((from) => [...w2c.subarray(from, from + 4)]);
      return { w, h, ...rest, w2c: rows };
    });
    await writeFile(at('two.json'), JSON.stringify({ frames }));
    for (const how of ['without', 'with'] as const)
      expect(
        await run(['reconstruct', ...wordsFor(how, '--backend', 'cpu', '--out', at(`${how}-cpu`))]),
      ).toMatchObject({ code: 0 });
  }, 600_000);
  afterAll(() => rm(work, { recursive: true, force: true }));

  it('draws the same picture on the GPU as on the CPU', async () => {
    const words = wordsFor('without', '--backend', 'webgpu', '--out', at('drawn'));
    const ended = await run(['reconstruct', ...words]);
    expect(ended).toMatchObject({ code: 0 });
    expect(await runJson('drawn')).toMatchObject({ backend: { rasterizer: 'webgpu' } });
    const [drawn, cpu] = [await outputOf(at('drawn')), await outputOf(at('without-cpu'))];
    expect(drawn.length).toBe(cpu.length);
    const most = drawn.reduce((most, value, i) => Math.max(most, Math.abs(value - cpu[i])), 0);
    expect(most).toBeLessThan(3);
  });

  it('computes on a software GPU what the CPU computes, without surfaces', async () => {
    const words = wordsFor('without', '--backend', 'webgpu-any', '--out', at('without-gpu'));
    const computed = await run(['reconstruct', ...words]);
    expect(computed).toMatchObject({ code: 0 });
    expect(sentences(computed)).toEqual([]);
    expect(await runJson('without-gpu')).toMatchObject({
      backend: { name: 'webgpu', reason: 'forced', check: { remembered: false } },
      precision: { reconstructor: 'f32' },
    });
    expectSameCloud(await cloudOf('without-gpu'), await cloudOf('without-cpu'));
    expect(await outputPsnr(at('without-gpu'), at('without-cpu'))).toBeGreaterThan(50);
  }, 900_000);

  // With the photos' surfaces Gaussians fade within a pixel of an outline. There differences of colour and opacity grow.
  it('computes on a software GPU what the CPU computes, with surfaces', async () => {
    const form = readForm(readArguments(reconstruct, wordsFor('with', '--out', at('with-gpu'))));
    if (form.kind !== 'posed' || form.source.kind !== 'views') throw new Error('no views');
    const context = { root, say: () => undefined, warn: (line: string) => warned.push(line) };
    const warned: string[] = [];
    const { runtime, dispose } = await nodeMachine('cpu', context.warn);
    const sessions = await poolOnGpu('plain');
    const device = (await sessions.device())!;
    const rasterizer = new LazyRasterizer(() => GpuRasterizer.create(GpuContext.adopt(device)));
    const code = await reconstructViews(
      await loosePictures(form.source, context.warn),
      at('with-gpu'),
      {
        ...{ pack: await openPackAt(at('with'), root), strict: false, context, ...form.posed },
        settings: { ...form.output, ...form.placed },
        runtime: {
          ...{ ...runtime, sessions, openVideo: undefined },
          rasterizer: (cloud) => rasterizer.with(cloud),
        },
      },
    );
    dispose();
    device.destroy();
    expect({ code, warned }).toEqual({ code: 0, warned: [] });
    expect(await runJson('with-gpu')).toMatchObject({
      backend: { name: 'webgpu' },
      precision: { reconstructor: 'f32' },
    });
    expectSameSurfaces(await cloudOf('with-gpu'), await cloudOf('with-cpu'));
    expect(await outputPsnr(at('with-gpu'), at('with-cpu'))).toBeGreaterThan(50);
  }, 900_000);
});
