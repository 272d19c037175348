import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { orbitCamera } from '../core/camera/orbit.ts';
import { AppError } from '../core/errors.ts';
import { frameToRgba } from '../core/rasterize/frame.ts';
import { rasterizeCpu } from '../core/rasterize/rasterize.ts';
import {
  closeErrorScopes,
  gpuForTests,
  openErrorScopes,
  withoutGpuErrors,
} from '../test/gpu-device.ts';
import { psnr, randomCloud, rasterCases } from '../test/random-clouds.ts';
import { GpuContext } from './device.ts';
import { GpuRasterizer } from './gpu-rasterizer.ts';

const gpu = await gpuForTests();
const [ordinary] = rasterCases;

/** One splat that fills the picture: every byte value occurs, and many values lie close to the next byte. */
const flat = () => {
  const cloud = randomCloud(23, {
    count: 1,
    position: () => [0, 0, 0],
    logScale: () => [-0.8, -0.8, -0.8],
    logit: () => 20,
  });
  cloud.shDc.set([-1.77, 0.2, 1.8]);
  return cloud;
};
/** A background of three different levels. */
const TEAL = [0.1, 0.6, 0.45] as const;
const square = orbitCamera(250, 20, 2.7, 50, 160);

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
  beforeEach(() => {
    openErrorScopes(context.device);
  });
  afterEach(() => closeErrorScopes(context.device));

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

  it.each(['white', 'black', 'transparent', TEAL] as const)('draws on %s', async (background) => {
    const { cloud, camera } = ordinary;
    const frame = await withoutGpuErrors(context.device, async () => {
      await rasterizer.load(cloud);
      return rasterizer.render(camera, { background });
    });
    expect(psnr(frame.rgba, rasterizeCpu(cloud, camera, { background }).rgba)).toBeGreaterThan(60);
  });

  it('orders depths that differ in their last bits as double precision does', async () => {
    const thin = randomCloud(24, {
      count: 20_000,
      position: (r) => [1.2 * r() - 0.6, 0.002 * r(), 1.2 * r() - 0.6],
    });
    const camera = orbitCamera(270, 3, 2.7, 50, 96);
    await rasterizer.load(thin);
    const { rgba } = await rasterizer.render(camera);
    expect(psnr(rgba, rasterizeCpu(thin, camera).rgba)).toBeGreaterThan(110);
  });

  it('draws the same frame twice, to the bit', async () => {
    await rasterizer.load(ordinary.cloud);
    const first = await rasterizer.render(ordinary.camera);
    const second = await rasterizer.render(ordinary.camera);
    expect(second).toEqual(first);
  });

  it('enlarges the pair buffers when a frame needs more than the initial capacity', async () => {
    const cloud = randomCloud(20, { count: 3000, logScale: () => [0, 0, 0], logit: () => -4 });
    const frame = await withoutGpuErrors(context.device, async () => {
      await rasterizer.load(cloud);
      return rasterizer.render(ordinary.camera);
    });
    expect(psnr(frame.rgba, rasterizeCpu(cloud, ordinary.camera).rgba)).toBeGreaterThan(60);
  });

  it('draws the same bits with the kernels for GPUs', async () => {
    const { cloud } = ordinary;
    // Few tiles, because barriers are slow on a software adapter.
    const camera = orbitCamera(250, 20, 2.7, 50, 41);
    const cooperative = await GpuRasterizer.create(context, { variant: 'cooperative' });
    await cooperative.load(cloud);
    const frame = await cooperative.render(camera);
    const bytes = await cooperative.renderBytes(camera);
    cooperative.dispose();
    await rasterizer.load(cloud);
    expect(frame).toEqual(await rasterizer.render(camera));
    expect(bytes).toEqual(await rasterizer.renderBytes(camera));
  });

  it.each(['white', 'black', 'transparent'] as const)(
    'renderBytes equals frameToRgba of the float picture on %s',
    async (background) => {
      for (const { cloud, camera } of [ordinary, ...rasterCases.slice(9, 11)]) {
        await rasterizer.load(cloud);
        const bytes = await rasterizer.renderBytes(camera, { background });
        expect(bytes).toEqual(frameToRgba(await rasterizer.render(camera, { background })));
      }
    },
  );

  it('truncates to bytes exactly, also close to the next byte', async () => {
    const bytes = await rasterizer.load(flat()).then(() => rasterizer.renderBytes(square));
    const floats = await rasterizer.render(square);
    expect(new Set(bytes.data).size).toBeGreaterThan(200);
    expect(bytes).toEqual(frameToRgba(floats));
  });

  it('draws several frames in flight, and returns them in order', async () => {
    await rasterizer.load(ordinary.cloud);
    const cameras = [250, 100, 30, 310].map((azimuth) => orbitCamera(azimuth, 20, 2.7, 50, 96));
    const alone = [];
    for (const camera of cameras) alone.push(await rasterizer.renderBytes(camera));
    const order: number[] = [];
    const together = await Promise.all(
      cameras.map(async (camera, i) => {
        const frame = await rasterizer.renderBytes(camera);
        order.push(i);
        return frame;
      }),
    );
    expect(together).toEqual(alone);
    expect(order).toEqual([0, 1, 2, 3]);
  });

  it('draws frames in flight again when their pairs did not fit, before later calls', async () => {
    const crowd = randomCloud(22, { count: 700, logScale: () => [0, 0, 0], logit: () => -4 });
    const small = await GpuRasterizer.create(context, { maxBindingBytes: 1 << 16 });
    void small.load(crowd);
    const first = small.render(ordinary.camera);
    const second = small.render(ordinary.camera);
    void small.load(ordinary.cloud);
    const third = small.render(ordinary.camera);
    const expected = rasterizeCpu(crowd, ordinary.camera).rgba;
    expect(psnr((await first).rgba, expected)).toBeGreaterThan(60);
    expect(await second).toEqual(await first);
    await rasterizer.load(ordinary.cloud);
    expect(await third).toEqual(await rasterizer.render(ordinary.camera));
    small.dispose();
  });

  it('times the steps of a frame if the device has timestamp-query', async () => {
    const timed = await GpuRasterizer.create(context, { timed: true });
    await timed.load(ordinary.cloud);
    await timed.render(ordinary.camera);
    const times = await timed.times();
    timed.dispose();
    expect(times !== undefined).toBe(context.device.features.has('timestamp-query'));
    for (const ms of Object.values(times ?? {})) expect(ms).toBeGreaterThanOrEqual(0);
    await expect(rasterizer.times()).resolves.toBeUndefined();
  });

  it('runs calls in order when the caller does not wait between them', async () => {
    const { cloud, camera } = ordinary;
    const other = randomCloud(21);
    void rasterizer.load(cloud);
    const first = rasterizer.render(camera);
    void rasterizer.load(other);
    const second = rasterizer.render(camera);
    expect(psnr((await first).rgba, rasterizeCpu(cloud, camera).rgba)).toBeGreaterThan(60);
    expect(psnr((await second).rgba, rasterizeCpu(other, camera).rgba)).toBeGreaterThan(60);
  });

  it('rejects an invalid camera, and stays usable', async () => {
    await rasterizer.load(ordinary.cloud);
    const wrong = { ...ordinary.camera, fx: NaN };
    await expect(rasterizer.render(wrong)).rejects.toMatchObject({ code: 'camera-invalid' });
    await expect(rasterizer.render(ordinary.camera)).resolves.toBeDefined();
  });

  it('rejects with device-lost when the device is lost, and a new device works', async () => {
    const lost = await GpuContext.request(gpu as GPU);
    const victim = await GpuRasterizer.create(lost, { variant: 'serial' });
    await victim.load(ordinary.cloud);
    const inFlight = victim.renderBytes(ordinary.camera).then(
      () => undefined,
      (error: unknown) => error,
    );
    const waiting = victim.render(ordinary.camera).catch((error: unknown) => error);
    await Promise.resolve();
    lost.device.destroy();
    for (const error of [
      await waiting,
      await victim.render(ordinary.camera).catch((e: unknown) => e),
    ]) {
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ code: 'device-lost' });
    }
    // This frame may or may not have finished before the loss. No other error is allowed.
    expect([undefined, 'device-lost']).toContain(((await inFlight) as AppError | undefined)?.code);
    const next = await GpuContext.request(gpu as GPU);
    const frame = await withoutGpuErrors(next.device, async () => {
      const successor = await GpuRasterizer.create(next);
      await successor.load(ordinary.cloud);
      return successor.render(ordinary.camera).finally(() => successor.dispose());
    });
    next.dispose();
    await rasterizer.load(ordinary.cloud);
    expect(frame).toEqual(await rasterizer.render(ordinary.camera));
  });
});

it.runIf(typeof gpu === 'string')(`has no GPU: ${String(gpu)}`, () => {
  expect(typeof gpu).toBe('string');
});
