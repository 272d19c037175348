import { orbitCamera } from '../../../src/core/camera/orbit.ts';
import { readPly } from '../../../src/core/ply/index.ts';
import { GpuContext } from '../../../src/gpu/device.ts';
import { CpuRasterizer } from '../../../src/core/rasterize/rasterize.ts';
import type { FrameTimes } from '../../../src/gpu/frame-timer.ts';
import { GpuRasterizer } from '../../../src/gpu/gpu-rasterizer.ts';
import { splitCloud } from '../../rasterizer/clouds.ts';
import { SORT_BITS, sortMs } from '../../rasterizer/sort.ts';
import { median } from '../../../src/core/median.ts';
import type { Part, Report } from './types.ts';

/** One Gaussian per pixel of six views of 128²; a cloud between; one Gaussian per pixel of six views of 512². */
const COUNTS = [98_304, 300_000, 1_572_864];
/** The smallest PSNR between this rasterizer and the one in TypeScript that counts as right. It is 100 dB where both were measured. */
const PSNR_MIN_DB = 60;
const camera = (frame: number, size: number) => orbitCamera(300 + 37 * frame, 20, 2.7, 50, size);

/** PSNR in dB of two pictures in bytes; infinite if they are equal. */
function psnrDb(a: Uint8ClampedArray, b: Uint8ClampedArray): number {
  const squares = a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);
  return 10 * Math.log10((255 ** 2 * a.length) / squares);
}

/** The frames of one cloud: wall time to the bytes in the CPU's memory, and the device's time per step. */
async function drawCloud(
  context: GpuContext,
  mouse: Uint8Array,
  count: number,
  sizes: readonly number[],
  report: Report,
  frames: number,
) {
  const rasterizer = await GpuRasterizer.create(context, { timed: true });
  const cloud = splitCloud(readPly(mouse), count);
  await rasterizer.load(cloud);
  const cpu = new CpuRasterizer();
  await cpu.load(cloud);
  for (const size of sizes) {
    const start = performance.now();
    const { data } = await rasterizer.renderBytes(camera(0, size));
    const firstMs = performance.now() - start;
    const similarity = psnrDb(data, (await cpu.renderBytes(camera(0, size))).data);
    const wall: number[] = [];
    const device: FrameTimes[] = [];
    for (let frame = 1; frame <= frames; frame++) {
      const begin = performance.now();
      await rasterizer.renderBytes(camera(frame, size));
      wall.push(performance.now() - begin);
      const times = await rasterizer.times();
      if (times) device.push(times);
    }
    const steps = Object.fromEntries(
      Object.keys(device[0] ?? {}).map((step) => [
        `${step} ms`,
        median(device.map((times) => times[step as keyof FrameTimes])),
      ]),
    );
    const total = device.map((times) => Object.values(times).reduce((a, b) => a + b, 0));
    report({
      gaussians: count,
      size,
      psnrDb: Number.isFinite(similarity) ? similarity : 'equal',
      wrong: !(similarity >= PSNR_MIN_DB),
      firstMs,
      wallMs: median(wall),
      deviceMs: total.length > 0 ? median(total) : 'not measured: no timestamp-query',
      ...steps,
    });
  }
  rasterizer.dispose();
}

/** The rasterizer alone: `draw` its frames, or `sort` random keys. Each has a device of its own. */
export const measureRasterizer: Part = async (host, report, { piece, software }) => {
  const context = await GpuContext.request(host.gpu);
  const counts = software ? COUNTS.slice(0, 1) : COUNTS;
  const mouse = await host.mouse();
  for (const count of counts) {
    if (piece === 'draw')
      await drawCloud(
        context,
        mouse,
        count,
        software ? [256, 512] : [512, 1024],
        report,
        software ? 2 : 20,
      );
    else
      for (const bits of SORT_BITS) {
        const ms = median(await sortMs(context, count, bits, software ? 2 : 20));
        report({ keys: count, bits, wallMs: ms, keysPerUs: count / ms / 1e3 });
      }
  }
  context.dispose();
};
