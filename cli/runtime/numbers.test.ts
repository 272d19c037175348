import { describe, expect, it } from 'vitest';
import type { Network } from '../../src/families/runner.ts';
import { GraphBuilder } from '../../src/graphs/builder.ts';
import type { OrtModule } from '../../src/inference/engine.ts';
import { keepAlive } from '../../src/inference/keep-alive.ts';
import { SessionPool } from '../../src/inference/session-pool.ts';
import { requestDevice } from '../../src/inference/webgpu/device.ts';
import { checkedOutputs } from '../../src/pipeline/numbers/checked-outputs.ts';
import { reconstruct } from '../../src/pipeline/stages/reconstruct.ts';
import { rigCameras } from '../../src/core/camera/rig.ts';
import { exampleManifest } from '../../src/test/example-manifest.ts';
import { gpuForTests } from '../../src/test/gpu-device.ts';
import { importedContext } from '../../src/test/imported.ts';
import { recordingOf } from '../../src/test/recording.ts';
import { stageContext } from '../../src/test/stage-context.ts';
import { readTinyModel } from '../../src/test/tiny-model.ts';
import { offerGpu, openGpu } from './gpu.ts';
import { gpuEngine } from './ort.ts';

const gpu = await gpuForTests();
if (typeof gpu === 'string') console.log(gpu);
const half =
  typeof gpu !== 'string' && ((await gpu.requestAdapter())?.features.has('shader-f16') ?? false);
if (!half) console.log('Skipped: no GPU with half precision. Mesa’s lavapipe has it.');

const LIMIT_MS = 600_000;

/** A session pool on the GPU. @param set with or without half precision */
async function poolOnGpu(set: 'plain' | 'single') {
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

/** y = a / b of 1000 numbers. */
function division(name: Network['name']): Network {
  const g = new GraphBuilder({ name: `${name}`, weights: [] });
  g.output('y', g.op('Div', [g.input('a', 'f32', [1000]), g.input('b', 'f32', [1000])]));
  const graph = g.build();
  return { key: `${name}`, name, model: async () => ({ graph, files: new Map() }) };
}

describe.skipIf(typeof gpu === 'string')('on a GPU', () => {
  it(
    'the network that made the first infinity is named, and a good chain is read once',
    async () => {
      const sessions = await poolOnGpu('single');
      const { pack, runtime } = await stageContext(exampleManifest(), { sessions });
      const runner = checkedOutputs({ pack, runtime });
      const feed = (value: number) => ({ data: new Float32Array(1000).fill(value), shape: [1000] });
      const chain = async (divisor: number) => {
        const step = division('multi-view model');
        const latents = await runner.runOnDevice(step, { a: feed(1), b: feed(divisor) }, ['y'], {
          part: 'step 1 of 1',
        });
        return runner.runOnDevice(division('decoder'), { a: feed(1), b: latents.y }, ['y']);
      };
      const good = await chain(2);
      const { readBacks } = sessions.counts;
      const [{ data }] = await runner.read([good.y]);
      expect(data[999]).toBe(2);
      expect(sessions.counts.readBacks).toBe(readBacks + 1);
      const bad = await chain(NaN);
      await expect(runner.read([bad.y])).rejects.toMatchObject({
        code: 'numbers-invalid',
        values: { network: 'multi-view model', stage: 'multiview' },
        message: expect.stringContaining('step 1 of 1: of 1000 values 1000 are NaN') as string,
      });
      (await sessions.device()).destroy();
    },
    LIMIT_MS,
  );
});

describe.skipIf(!half)('on a GPU with half precision', () => {
  it(
    'weights that overflow only there are an error that says so',
    async () => {
      const { files } = await readTinyModel(recordingOf);
      const tensor = 'transformer_layers.0.mlp.mlp.0.weight';
      const poison = { file: 'gslrm.safetensors', tensor, value: 60_000, count: 4096 };
      const run = async (set: 'plain' | 'single') => {
        const sessions = await poolOnGpu(set);
        const context = await importedContext(files, sessions, { poison, type: 'F16' });
        const { manifest } = context.pack;
        // Half precision is only for large files.
        for (const file of manifest.files) file.bytes = 2 ** 28;
        const size = manifest.stages.reconstruct.viewSize;
        const data = Uint8ClampedArray.from({ length: 4 * size * size }, (_, i) => (i * 37) % 256);
        const cameras = rigCameras(manifest.rig, size);
        const images = cameras.map(() => ({ width: size, height: size, data }));
        return reconstruct({ images, cameras }, { filters: 'none' }, context);
      };
      await expect(run('plain')).rejects.toMatchObject({
        code: 'half-overflow',
        values: { network: 'reconstructor', stage: 'reconstruct' },
      });
      expect((await run('single')).count).toBeGreaterThan(0);
    },
    LIMIT_MS,
  );
});
