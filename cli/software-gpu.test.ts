import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rigCameras } from '../src/core/camera/rig.ts';
import { readPly } from '../src/core/ply/index.ts';
import { parseManifest } from '../src/packs/manifest.ts';
import { gpuForTests } from '../src/test/gpu-device.ts';
import { expectSameCloud, expectSameSurfaces } from '../src/test/ply/same-cloud.ts';
import { outputOf, outputPsnr } from './test/output-psnr.ts';
import { root, runCli as run, sample, sentences } from './test/process.ts';

/** `reconstruct` on a GPU, with the demo pack and views that it made. */

let work: string;
const at = (...parts: string[]) => path.join(work, ...parts);
const cloudOf = async (name: string) =>
  readPly(new Uint8Array(await readFile(at(name, 'gaussians.ply'))));
const runJson = async (name: string) =>
  JSON.parse(await readFile(at(name, 'run.json'), 'utf8')) as Record<string, unknown>;

/** Runs `reconstruct` with views, without or with the photos' surfaces. The output folder has the names of both. */
const reconstruct = (
  views: 'six' | 'two',
  how: 'without' | 'with',
  backend: string,
  ...more: string[]
) =>
  run([
    ...['reconstruct', '--views', at(views), '--cameras', at(`${views}.json`), '--pack', at(how)],
    ...['--no-turntable', '--backend', backend, '--out', at(`${how}-${backend}`), ...more],
  ]);

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
    const frames = rigCameras(parseManifest(pack).rig).map(
      ({ width: w, height: h, w2c, ...rest }) => {
        const rows = [0, 4, 8, 12].map((from) => [...w2c.subarray(from, from + 4)]);
        return { w, h, ...rest, w2c: rows };
      },
    );
    // In other pairs, the last bits decide whether a point at the border of a mask moves (docs/photo-surface.md).
    for (const [name, views] of [
      ['six', [0, 1, 2, 3, 4, 5]],
      ['two', [3, 4]],
    ] as const) {
      await mkdir(at(name));
      for (const view of views)
        await sharp(at('photo', 'arena-rearing', 'multiview.png'))
          .extract({ left: 128 * view, top: 0, width: 128, height: 128 })
          .png()
          .toFile(at(name, `00${view}.png`));
      await writeFile(at(`${name}.json`), JSON.stringify({ frames: views.map((i) => frames[i]) }));
    }
  }, 600_000);
  afterAll(() => rm(work, { recursive: true, force: true }));

  it('draws the same picture on the GPU as on the CPU', async () => {
    for (const backend of ['webgpu', 'cpu'])
      expect(await reconstruct('six', 'without', backend, '--placement', 'none')).toMatchObject({
        code: 0,
      });
    expect(await runJson('without-webgpu')).toMatchObject({ backend: { rasterizer: 'webgpu' } });
    const drawn = await outputOf(at('without-webgpu'));
    const cpu = await outputOf(at('without-cpu'));
    expect(drawn.length).toBe(cpu.length);
    const most = drawn.reduce((most, value, i) => Math.max(most, Math.abs(value - cpu[i])), 0);
    expect(most).toBeLessThan(3);
  }, 600_000);

  // With the photos' surfaces Gaussians fade within a pixel of an outline. There differences of colour and opacity grow.
  it.each([
    ['without', expectSameCloud],
    ['with', expectSameSurfaces],
  ] as const)(
    'computes on a software GPU what the CPU computes, %s surfaces',
    async (how, expectSame) => {
      const computed = await reconstruct('two', how, 'webgpu-any');
      expect(computed).toMatchObject({ code: 0 });
      expect(sentences(computed)).toEqual([]);
      const gpu = `${how}-webgpu-any`;
      expect(await runJson(gpu)).toMatchObject({
        backend: { name: 'webgpu', reason: 'forced', check: { remembered: false } },
        precision: { reconstructor: 'f32' },
      });
      expect(await reconstruct('two', how, 'cpu')).toMatchObject({ code: 0 });
      expectSame(await cloudOf(gpu), await cloudOf(`${how}-cpu`));
      expect(await outputPsnr(at(gpu), at(`${how}-cpu`))).toBeGreaterThan(50);
    },
    900_000,
  );
});
