import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../core/errors.ts';
import { rasterizeCpu } from '../core/rasterize/rasterize.ts';
import { gpuForTests, withoutGpuErrors } from '../test/gpu-device.ts';
import { psnr, randomCloud, rasterCases } from '../test/random-clouds.ts';
import { GpuContext } from './device.ts';
import { GpuRasterizer } from './gpu-rasterizer.ts';

const gpu = await gpuForTests();
const [ordinary] = rasterCases;

describe.skipIf(typeof gpu === 'string')('the rasterizer in WGSL', () => {
  let context: GpuContext;
  let rasterizer: GpuRasterizer;
  beforeAll(async () => {
    context = await GpuContext.request(gpu as GPU);
    rasterizer = await withoutGpuErrors(context.device, () => GpuRasterizer.create(context));
  }, 60_000);
  afterAll(() => {
    rasterizer.dispose();
    context.dispose();
  });

  it.each(rasterCases)('draws like the CPU: $name', async ({ cloud, camera }) => {
    const expected = rasterizeCpu(cloud, camera, { background: 'white' });
    const frame = await withoutGpuErrors(context.device, async () => {
      await rasterizer.load(cloud);
      return rasterizer.render(camera);
    });
    const quality = psnr(frame.rgba, expected.rgba);
    const depthQuality = psnr(frame.depth, expected.depth);
    if (process.env.SHOW_PSNR) console.log(quality.toFixed(1), depthQuality.toFixed(1));
    expect(quality).toBeGreaterThan(60);
    expect(depthQuality).toBeGreaterThan(50);
  });

  it.each(['white', 'black', 'transparent'] as const)('draws on %s', async (background) => {
    const { cloud, camera } = ordinary;
    const frame = await withoutGpuErrors(context.device, async () => {
      await rasterizer.load(cloud);
      return rasterizer.render(camera, { background });
    });
    expect(psnr(frame.rgba, rasterizeCpu(cloud, camera, { background }).rgba)).toBeGreaterThan(60);
  });

  it('draws the same frame twice, to the bit', async () => {
    await rasterizer.load(ordinary.cloud);
    const first = await rasterizer.render(ordinary.camera);
    const second = await rasterizer.render(ordinary.camera);
    expect(second).toEqual(first);
  });

  it('finds room for more pairs than it guessed', async () => {
    const cloud = randomCloud(20, { count: 3000, logScale: () => [0, 0, 0], logit: () => -4 });
    const frame = await withoutGpuErrors(context.device, async () => {
      await rasterizer.load(cloud);
      return rasterizer.render(ordinary.camera);
    });
    expect(psnr(frame.rgba, rasterizeCpu(cloud, ordinary.camera).rgba)).toBeGreaterThan(60);
  });

  it('draws a picture larger than one binding in bands', async () => {
    const frame = await withoutGpuErrors(context.device, async () => {
      const banded = await GpuRasterizer.create(context, { maxBindingBytes: 1 });
      await banded.load(ordinary.cloud);
      return banded.render(ordinary.camera).finally(() => banded.dispose());
    });
    await rasterizer.load(ordinary.cloud);
    expect(frame).toEqual(await rasterizer.render(ordinary.camera));
  });

  it('draws the same with the sort for GPUs', async () => {
    const { cloud, camera } = ordinary;
    const frame = await withoutGpuErrors(context.device, async () => {
      const cooperative = await GpuRasterizer.create(context, { variant: 'cooperative' });
      await cooperative.load(cloud);
      return cooperative.render(camera).finally(() => cooperative.dispose());
    });
    await rasterizer.load(cloud);
    expect(frame).toEqual(await rasterizer.render(camera));
  });

  it('takes calls that do not wait for each other', async () => {
    const { cloud, camera } = ordinary;
    const other = randomCloud(21);
    void rasterizer.load(cloud);
    const first = rasterizer.render(camera);
    void rasterizer.load(other);
    const second = rasterizer.render(camera);
    expect(psnr((await first).rgba, rasterizeCpu(cloud, camera).rgba)).toBeGreaterThan(60);
    expect(psnr((await second).rgba, rasterizeCpu(other, camera).rgba)).toBeGreaterThan(60);
  });

  it('refuses a camera that is none, and goes on', async () => {
    await rasterizer.load(ordinary.cloud);
    const wrong = { ...ordinary.camera, fx: NaN };
    await expect(rasterizer.render(wrong)).rejects.toMatchObject({ code: 'camera-invalid' });
    await expect(rasterizer.render(ordinary.camera)).resolves.toBeDefined();
  });

  it('says when the device is lost', async () => {
    const lost = await GpuContext.request(gpu as GPU);
    const victim = await GpuRasterizer.create(lost, { variant: 'serial' });
    lost.device.destroy();
    const error: unknown = await victim.render(ordinary.camera).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'device-lost' });
  });
});

it.runIf(typeof gpu === 'string')(`has no GPU: ${String(gpu)}`, () => {
  expect(typeof gpu).toBe('string');
});
