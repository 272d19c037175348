import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { orbitCamera } from '../core/camera/orbit.ts';
import { readPly } from '../core/ply/index.ts';
import { rasterizeCpu } from '../core/rasterize/rasterize.ts';
import { gpuForTests, withoutGpuErrors } from '../test/gpu-device.ts';
import { psnr } from '../test/random-clouds.ts';
import { GpuContext } from './device.ts';
import { GpuRasterizer } from './gpu-rasterizer.ts';

const gpu = await gpuForTests();

/** The cloud that the demo pack reconstructed from public/samples/arena-rearing.jpg, as a compressed.ply. */
const mouse = readPly(readFileSync(new URL('fixtures/demo-mouse.ply', import.meta.url)));

it.skipIf(typeof gpu === 'string')(
  'draws a real reconstruction like the CPU',
  async () => {
    const context = await GpuContext.request(gpu as GPU);
    const camera = orbitCamera(300, 20, 2.7, 50, 512);
    const frame = await withoutGpuErrors(context.device, async () => {
      const rasterizer = await GpuRasterizer.create(context);
      await rasterizer.load(mouse);
      return rasterizer.render(camera).finally(() => rasterizer.dispose());
    });
    const expected = rasterizeCpu(mouse, camera, { background: 'white' });
    context.dispose();
    expect(psnr(frame.rgba, expected.rgba)).toBeGreaterThan(60);
    // The picture is not empty: the dark mouse covers more than 2 % of it.
    const ink = frame.rgba.filter((value, i) => i % 4 === 0 && value < 0.5).length;
    expect(ink / (512 * 512)).toBeGreaterThan(0.02);
  },
  120_000,
);
