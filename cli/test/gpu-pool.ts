import type { OrtModule } from '../../src/inference/engine.ts';
import { keepAlive } from '../../src/inference/keep-alive.ts';
import { SessionPool } from '../../src/inference/session-pool.ts';
import { requestDevice, type FeatureSet } from '../../src/inference/webgpu/device.ts';
import { offerGpu, openGpu } from '../runtime/gpu.ts';
import { gpuEngine } from '../runtime/ort.ts';

/** A session pool on the GPU, without the self-check: on a software GPU the self-check takes a minute. */
export async function poolOnGpu(set: FeatureSet): Promise<SessionPool> {
  const found = await openGpu();
  if (!found) throw new Error('there is no GPU');
  offerGpu(found.gpu);
  const web: OrtModule = await import('onnxruntime-web/webgpu');
  web.env.wasm.numThreads = 1;
  web.env.logLevel = 'error';
  const device = await requestDevice(await found.requestAdapter(), set);
  await keepAlive(web, { name: 'webgpu', device });
  const choice = { reason: 'forced', adapter: '', threads: 1, rasterizer: 'cpu' } as const;
  return new SessionPool(() => gpuEngine(web, device, { ...choice, backend: 'webgpu' }));
}
