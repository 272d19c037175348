import mouseUrl from '../../../src/gpu/fixtures/demo-mouse.ply?url';
import {
  chooseBackend,
  probeAdapter,
  requestAdapter,
  wasmThreads,
} from '../../../src/inference/backend.ts';
import type { Engine } from '../../../src/inference/engine.ts';
import { keepAlive } from '../../../src/inference/keep-alive.ts';
import { engineOn, loadBuild, loadOrt } from '../../../src/inference/ort.ts';
import { requestDevice } from '../../../src/inference/webgpu/device.ts';
import { keepReadersAlive } from '../../../src/inference/webgpu/keep-readers-alive.ts';
import type { Host, PartOptions } from '../parts/types.ts';

type Features = NonNullable<PartOptions['features']>;

/** The GPU as the app uses it, or with the given features and without the self-check. */
async function openGpu(features: Features): Promise<Engine> {
  const choice = chooseBackend('webgpu', await probeAdapter(), wasmThreads());
  if (features === 'checked') return loadOrt(choice);
  const adapter = await requestAdapter();
  if (!adapter) throw new Error('There is no WebGPU adapter.');
  const kind = 'Suspending' in WebAssembly ? 'jspi' : 'asyncify';
  if (kind === 'jspi') keepReadersAlive();
  const ort = await loadBuild(kind, choice.threads);
  const device = await requestDevice(adapter, features);
  await keepAlive(ort, { name: 'webgpu', device });
  return engineOn(ort, choice, device);
}

/**
 * This browser, for the parts.
 * @param features see `PartOptions.features`
 * @param onEngine is told what computes, before the first network runs
 */
export function browserHost(features: Features, onEngine: (engine: object) => void): Host {
  const openChecked = async () => {
    const engine = await openGpu(features);
    const { choice, device, version } = engine;
    onEngine({ version, ...choice, features: device ? [...device.features].sort() : [] });
    if (!device) throw new Error(`the self-check refused the GPU: ${JSON.stringify(choice.check)}`);
    return engine;
  };
  let [gpu, cpu]: (Promise<Engine> | undefined)[] = [];
  return {
    gpu: navigator.gpu,
    onGpu: () => (gpu ??= openChecked()),
    onCpu: () => (cpu ??= loadOrt(chooseBackend('wasm', 'no-adapter', wasmThreads()))),
    mouse: async () => new Uint8Array(await (await fetch(mouseUrl)).arrayBuffer()),
  };
}
