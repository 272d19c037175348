import { describe, expect, it } from 'vitest';
import { gpuForTests } from '../test/gpu-device.ts';
import { GpuContext } from './device.ts';
import { lossOf, mapToRead } from './device-loss.ts';

const gpu = await gpuForTests();

describe.skipIf(typeof gpu === 'string')('a lost device', () => {
  it('does not look like a cancelled run', async () => {
    const { device } = await GpuContext.request(gpu as GPU);
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const reading = mapToRead(device.createBuffer({ size: 16, usage }));
    device.destroy();
    const error: unknown = await reading.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    // The buffer may have been mapped before the loss.
    if (error) expect(error).toMatchObject({ name: 'Error', cause: { name: 'AbortError' } });
    await expect(mapToRead(device.createBuffer({ size: 16, usage }))).rejects.toMatchObject({
      name: 'Error',
    });
    expect(await lossOf(device)).toMatchObject({ reason: 'destroyed' });
  });

  it('is told from a device that works', async () => {
    const context = await GpuContext.request(gpu as GPU);
    expect(await lossOf(context.device)).toBeUndefined();
    const error = new Error('another cause');
    expect(await context.explain(error)).toBe(error);
    context.device.destroy();
    expect(await context.explain(error)).toMatchObject({ code: 'device-lost' });
    context.dispose();
  });
});
