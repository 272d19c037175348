import { describe, expect, it } from 'vitest';
import { pixelOf, toCamera } from '../../core/camera/camera.ts';
import { rigCameras } from '../../core/camera/rig.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { runnerOf } from '../../pipeline/networks.ts';
import { reconstruct } from '../../pipeline/stages/reconstruct.ts';
import { importedContext, seededFile } from '../../test/imported.ts';
import { wasmSessions } from '../../test/wasm-sessions.ts';
import { canPrune, reconstructorOf } from '../index.ts';
import { FACELIFT_RIG } from '../facelift-rig.ts';
import { gslrmTensors, type GslrmConfig } from './graph.ts';

const CONFIG: GslrmConfig = {
  d: 64,
  d_head: 64,
  layers: 1,
  patch: 8,
  n_gaussians: 2,
  image: 512,
  views: 6,
};
const SIZE = 128;
const ALL = 6 * SIZE ** 2 + CONFIG.n_gaussians;

const context = await importedContext(
  { 'gslrm.safetensors': seededFile(gslrmTensors(CONFIG)) },
  wasmSessions(),
);
const cameras = rigCameras(FACELIFT_RIG, SIZE);

/** Six equal pictures with a grey disc. */
const viewsOn = (background: number, radius: number) => {
  const data = Uint8ClampedArray.from({ length: 4 * SIZE ** 2 }, (_, i) => {
    const [x, y] = [(i >> 2) % SIZE, Math.floor((i >> 2) / SIZE)];
    if (i % 4 === 3) return 255;
    return Math.hypot(x - SIZE / 2, y - SIZE / 2) < radius ? 90 : background;
  });
  const image: RgbaImage = { width: SIZE, height: SIZE, data };
  return { images: cameras.map(() => image), cameras };
};

const countOf = async (background: number, pruneBackground?: boolean) => {
  const settings = { filters: 'none', viewSize: SIZE, pruneBackground } as const;
  return (await reconstruct(viewsOn(background, 20), settings, context)).count;
};

describe('an imported GS-LRM', () => {
  it('gets all patches by default, and fewer with the setting', async () => {
    expect(canPrune(context.pack.manifest.stages.reconstruct)).toBe(true);
    expect(await countOf(255)).toBe(ALL);
    const pruned = await countOf(255, true);
    expect((pruned - CONFIG.n_gaussians) % 64).toBe(0);
    // The disc touches 6 × 6 patches, the corners excluded. With its neighbours this is at most 64 patches. There
    // are 64 squares. Those inside the disc have no background.
    const perView = (pruned - CONFIG.n_gaussians) / 64 / 6;
    expect(perView).toBeGreaterThan(64);
    expect(perView).toBeLessThan(64 + 64);
  });

  it('gets all patches of views that are not on white', async () => {
    expect(await countOf(200, true)).toBe(ALL);
  });

  it('puts each Gaussian on the ray of its pixel', async () => {
    const stage = context.pack.manifest.stages.reconstruct;
    const { cloud, pixels } = await reconstructorOf(stage).run(
      viewsOn(255, 20),
      stage,
      SIZE,
      runnerOf(context),
      { pruneBackground: true },
    );
    const used = new Set(pixels);
    expect(pixels).toHaveLength(cloud.count);
    expect(used.size).toBe(cloud.count - CONFIG.n_gaussians + 1);
    let inFront = 0;
    pixels?.forEach((pixel, i) => {
      if (pixel < 0) return;
      const [view, at] = [Math.floor(pixel / SIZE ** 2), pixel % SIZE ** 2];
      if (toCamera(cameras[view], cloud.xyz, 3 * i)[2] < 0.1) return;
      inFront += 1;
      expect(pixelOf(cameras[view], cloud.xyz, 3 * i)?.pixel).toBe(at);
    });
    expect(inFront).toBeGreaterThan(1000);
  });

  it('refuses views without a mouse', async () => {
    const settings = { filters: 'none', viewSize: SIZE, pruneBackground: true } as const;
    await expect(reconstruct(viewsOn(255, 0), settings, context)).rejects.toMatchObject({
      code: 'views-blank',
      values: { network: 'reconstructor', stage: 'reconstruct' },
    });
  });
});
