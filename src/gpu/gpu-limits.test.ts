import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { orbitCamera } from '../core/camera/orbit.ts';
import type { Camera } from '../core/camera/camera.ts';
import type { GaussianCloud } from '../core/gaussians/gaussian-cloud.ts';
import { rasterizeCpu } from '../core/rasterize/rasterize.ts';
import { closeErrorScopes, gpuForTests, openErrorScopes } from '../test/gpu-device.ts';
import { psnr, randomCloud } from '../test/random-clouds.ts';
import { GpuContext } from './device.ts';
import { GpuRasterizer, type GpuRasterizerOptions } from './gpu-rasterizer.ts';

const gpu = await gpuForTests();

/** Pictures and clouds that take a software adapter half a minute are drawn only with SLOW_TESTS. */
const SLOW = Boolean(process.env.SLOW_TESTS);

const wide: Camera = {
  ...orbitCamera(250, 20, 2.7, 50, 96),
  width: 201,
  height: 150,
  cx: 100,
  cy: 75,
};

/** With bindings of 64,000 bytes: six slices of SH coefficients, ten bands, and bands whose pairs do not fit. */
const coloured = randomCloud(40, { count: 2000, sh: 3, logScale: () => [-2.5, -3.5, -2.5] });

describe.skipIf(typeof gpu === 'string')('a device with WebGPU’s default limits', () => {
  let context: GpuContext;
  beforeAll(async () => {
    context = await GpuContext.request(gpu as GPU);
  });
  afterAll(() => {
    context.dispose();
  });
  beforeEach(() => {
    openErrorScopes(context.device);
  });
  afterEach(() => closeErrorScopes(context.device));

  async function draw(cloud: GaussianCloud, camera: Camera, options?: GpuRasterizerOptions) {
    const rasterizer = await GpuRasterizer.create(context, options);
    await rasterizer.load(cloud);
    const frame = await rasterizer.render(camera);
    const bytes = await rasterizer.renderBytes(camera);
    rasterizer.dispose();
    return { frame, bytes };
  }

  it('has bindings of 128 MiB and at most 10 storage buffers per stage', () => {
    expect(context.device.limits.maxStorageBufferBindingSize).toBe(2 ** 27);
    expect(context.device.limits.maxStorageBuffersPerShaderStage).toBeLessThanOrEqual(10);
  });

  it('draws the same bits in slices, bands and blocks of tiles as in one run', async () => {
    const whole = await draw(coloured, wide);
    expect(await draw(coloured, wide, { maxBindingBytes: 64_000 })).toEqual(whole);
    expect(psnr(whole.frame.rgba, rasterizeCpu(coloured, wide).rgba)).toBeGreaterThan(60);
  });

  it('draws when a region must be split down to single tiles', async () => {
    // Every Gaussian covers every tile: 150 pairs per tile, and a capacity of 1,200 pairs.
    const crowd = randomCloud(41, { count: 150, logScale: () => [1, 1, 1], logit: () => -5 });
    const whole = await draw(crowd, wide);
    expect(await draw(crowd, wide, { maxBindingBytes: 4800 })).toEqual(whole);
  });

  it.each([[4096, 64], [64, 4096], ...(SLOW ? [[4096, 4096]] : [])])(
    'draws %i × %i pixels',
    async (width, height) => {
      const cloud = randomCloud(42, { count: 50 });
      const focal = { fx: 0.6 * width, fy: 0.7 * height, cx: width / 2, cy: height / 2 };
      const camera = { ...orbitCamera(250, 20, 2.7, 50, 64), ...focal, width, height };
      const rasterizer = await GpuRasterizer.create(context);
      await rasterizer.load(cloud);
      const { data } = await rasterizer.renderBytes(camera);
      const frame = await rasterizer.render(camera);
      rasterizer.dispose();
      const expected = rasterizeCpu(cloud, camera);
      expect(psnr(frame.rgba, expected.rgba)).toBeGreaterThan(60);
      let differing = 0;
      for (let i = 0; i < data.length; i++)
        if (i % 4 < 3)
          differing +=
            Math.trunc(255 * Math.min(1, Math.max(0, frame.rgba[i]))) === data[i] ? 0 : 1;
      expect(differing).toBe(0);
    },
  );

  it.runIf(SLOW)('draws 2,000,000 Gaussians', async () => {
    const small = () => [-5.5, -5.5, -5.5];
    const cloud = randomCloud(43, { count: 2_000_000, logScale: small });
    const { frame } = await draw(cloud, orbitCamera(250, 20, 2.7, 50, 64));
    const expected = rasterizeCpu(cloud, orbitCamera(250, 20, 2.7, 50, 64));
    expect(psnr(frame.rgba, expected.rgba)).toBeGreaterThan(60);
  });

  it('rejects more Gaussians than fit into one binding, and stays usable', async () => {
    const rasterizer = await GpuRasterizer.create(context, { maxBindingBytes: 32 * 1000 });
    await expect(rasterizer.load(randomCloud(44, { count: 1001 }))).rejects.toMatchObject({
      code: 'out-of-memory',
    });
    await rasterizer.load(randomCloud(44, { count: 1000 }));
    await expect(rasterizer.render(wide)).resolves.toMatchObject({ width: 201 });
    rasterizer.dispose();
  });
});

it.runIf(typeof gpu === 'string')(`has no GPU: ${String(gpu)}`, () => {
  expect(typeof gpu).toBe('string');
});
