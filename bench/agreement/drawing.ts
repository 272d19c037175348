import { rasterizeCpu } from '../../src/core/rasterize/rasterize.ts';
import { GpuContext } from '../../src/gpu/device.ts';
import { GpuRasterizer } from '../../src/gpu/gpu-rasterizer.ts';
import { psnr, rasterCases } from '../../src/test/random-clouds.ts';

/**
 * Draws the test clouds with the rasterizer in WGSL, which sorts on the GPU, and with the rasterizer in TypeScript.
 * Returns the lowest PSNR of colours and of depths, in dB, and the cases that have them.
 */
export async function compareDrawing(gpu: GPU) {
  const context = await GpuContext.request(gpu);
  const rasterizer = await GpuRasterizer.create(context);
  const worst = { colour: { name: '', psnrDb: Infinity }, depth: { name: '', psnrDb: Infinity } };
  for (const { name, cloud, camera } of rasterCases) {
    const expected = rasterizeCpu(cloud, camera, { background: 'white' });
    await rasterizer.load(cloud);
    const frame = await rasterizer.render(camera);
    const found = {
      colour: psnr(frame.rgba, expected.rgba),
      depth: psnr(frame.depth, expected.depth),
    };
    for (const part of ['colour', 'depth'] as const)
      if (!(found[part] >= worst[part].psnrDb)) worst[part] = { name, psnrDb: found[part] };
  }
  rasterizer.dispose();
  context.dispose();
  return { ...worst, count: rasterCases.length };
}
