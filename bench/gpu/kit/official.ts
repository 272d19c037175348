/**
 * FaceLift's UNet and GS-LRM on random weights, for a driver without Node. The driver calls `official.unet` and
 * `official.gslrm` in the page, with plain data. README.md in the folder above explains the kit.
 */
import type { GslrmConfig } from '../../../src/families/gslrm/graph.ts';
import type { UnetConfig } from '../../../src/families/unet/graph.ts';
import {
  chooseBackend,
  probeAdapter,
  wasmThreads,
  type BackendPreference,
} from '../../../src/inference/backend.ts';
import { loadOrt } from '../../../src/inference/ort.ts';
import { SessionPool } from '../../../src/inference/session-pool.ts';
import { sizedGslrm, sizedUnet, type SizedNetwork } from '../parts/official-networks.ts';
import { randomWeights } from '../parts/random.ts';

/** What the driver asks of both networks. */
interface Asked {
  /** How the weights are stored. `f16` is computed in half precision where the device can. */
  stored: 'f16' | 'int8x2';
  /** Runs after the first. Default 5. */
  repeats?: number;
  backend?: BackendPreference;
}

async function measure(network: SizedNetwork, { stored, repeats = 5, backend = 'webgpu' }: Asked) {
  const { tensors, build, feeds, outputs } = network;
  const start = performance.now();
  const { weights, files } = randomWeights(tensors, stored);
  const made = performance.now();
  const probe = backend === 'wasm' ? 'no-adapter' : await probeAdapter();
  const engine = await loadOrt(chooseBackend(backend, probe, wasmThreads()));
  const { device } = engine;
  if (backend === 'webgpu' && !device)
    throw new Error(`WebGPU was refused: ${JSON.stringify(engine.choice.check)}`);
  const compute = stored === 'f16' && device?.features.has('shader-f16') ? 'f16' : 'f32';
  const pool = new SessionPool(() => Promise.resolve(engine), -1);
  const named = {
    key: 'official',
    model: () => Promise.resolve({ graph: build({ weights, compute }), files }),
  };
  const opened = performance.now();
  const times: number[] = [];
  let finite = true;
  for (let run = 0; run <= repeats; run++) {
    const before = performance.now();
    const found = await pool.run(named, feeds, outputs);
    times.push(performance.now() - before);
    finite &&= outputs.every((name) => found[name].data.every(Number.isFinite));
  }
  const [firstMs, ...runMs] = times;
  return {
    stored,
    compute,
    backend,
    bindingBytes: device?.limits.maxStorageBufferBindingSize ?? null,
    parameters: [...tensors.values()].reduce(
      (sum, shape) => sum + shape.reduce((a, b) => a * b, 1),
      0,
    ),
    weightBytes: [...files.values()].reduce((sum, { length }) => sum + length, 0),
    makeWeightsMs: made - start,
    runtimeMs: opened - made,
    /** With the session: the weights go to the GPU, and the shaders are compiled. */
    firstMs,
    runMs,
    finite,
  };
}

type UnetAsked = Asked & { size?: number; halves?: 1 | 2; config?: Partial<UnetConfig> };
type GslrmAsked = Asked & { size?: number; views?: number; config?: Partial<GslrmConfig> };

Object.assign(globalThis, {
  official: {
    /** `size`: side of the latents. `halves` 2: with guidance. */
    unet: ({ size = 64, halves = 2, config, ...asked }: UnetAsked) =>
      measure(sizedUnet({ ...config, sample_size: size }, halves), asked),
    /** `size`: side of the views in pixels. */
    gslrm: ({ size = 512, views = 6, config, ...asked }: GslrmAsked) =>
      measure(sizedGslrm({ ...config, image: size, views }), asked),
  },
});
