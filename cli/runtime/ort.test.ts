import { describe, expect, it } from 'vitest';
import { relativeError } from '../../src/core/relative-error.ts';
import { GraphBuilder } from '../../src/graphs/builder.ts';
import type { OrtModule } from '../../src/inference/engine.ts';
import { keepAlive } from '../../src/inference/keep-alive.ts';
import { SessionPool } from '../../src/inference/session-pool.ts';
import { requestDevice } from '../../src/inference/webgpu/device.ts';
import { readIndex } from '../../src/packs/safetensors.ts';
import { gpuForTests } from '../../src/test/gpu-device.ts';
import { writeSafetensors } from '../../src/test/write-safetensors.ts';
import { offerGpu, openGpu } from './gpu.ts';
import { cpuEngine, gpuEngine } from './ort.ts';

const gpu = await gpuForTests();
if (typeof gpu === 'string') console.log(gpu);

const choice = { reason: 'forced', adapter: '', threads: 1, rasterizer: 'cpu' } as const;

/** A network with one weight, whose file is a Blob as in a pack. */
async function network(key: string, small = false) {
  const data = Float32Array.from({ length: 64 * 32 }, (_, i) => Math.sin(i));
  const bytes = writeSafetensors(new Map([['w', { shape: [32, 64], data }]]));
  const index = await readIndex(bytes, 'w.safetensors');
  const g = new GraphBuilder({ name: key, weights: [index] });
  const product = g.op('Gemm', [g.input('x', 'f32', [16, 64]), g.weight('w', [32, 64])], {
    attrs: { transB: 1 },
    shape: [16, 32],
  });
  g.output('y', g.op('Softmax', [product], { attrs: { axis: -1 } }));
  const graph = g.build();
  const files = new Map(graph.files.map((file) => [file, new Blob([bytes])]));
  return { key, small, model: () => Promise.resolve({ graph, files }) };
}

describe.skipIf(typeof gpu === 'string')('the engine for a GPU in Node', () => {
  it('computes large networks on the device, and small ones on onnxruntime-node', async () => {
    const found = (await openGpu())!;
    offerGpu(found.gpu);
    const web: OrtModule = await import('onnxruntime-web/webgpu');
    web.env.wasm.numThreads = 1;
    const device = await requestDevice(await found.requestAdapter(), 'plain');
    await keepAlive(web, { name: 'webgpu', device });
    let pipelines = 0;
    const { createComputePipelineAsync } = device;
    device.createComputePipelineAsync = (descriptor) => {
      pipelines++;
      return createComputePipelineAsync.call(device, descriptor);
    };
    const onGpu = new SessionPool(() => gpuEngine(web, device, { ...choice, backend: 'webgpu' }));
    const onCpu = new SessionPool(() => cpuEngine({ ...choice, backend: 'cpu' }));
    const x = { shape: [16, 64], data: Float32Array.from({ length: 1024 }, (_, i) => i / 1024) };
    const expected = await onCpu.run(await network('cpu'), { x }, ['y']);

    const small = await onGpu.run(await network('small', true), { x }, ['y']);
    expect(small.y.data).toEqual(expected.y.data);
    expect(pipelines).toBe(0);

    const large = await onGpu.run(await network('large'), { x }, ['y']);
    expect(relativeError(large.y.data, expected.y.data)).toBeLessThan(1e-5);
    expect(pipelines).toBeGreaterThan(0);
    device.destroy();
  }, 600_000);
});
