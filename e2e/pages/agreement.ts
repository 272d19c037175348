/**
 * Runs one denoising step and one GS-LRM pass of the demo pack on WASM, on WebGPU as the app does, and on a device
 * that nobody checked, with the same inputs.
 * Served by Vite's development server; `agreement.spec.ts` reads `window.agreement`.
 */
import { rigCameras } from '../../src/core/camera.ts';
import { TorchGenerator } from '../../src/core/noise.ts';
import { cameraRays } from '../../src/core/rays.ts';
import { buildGslrm, type GslrmConfig } from '../../src/graphs/gslrm.ts';
import { buildUnet, type UnetConfig } from '../../src/graphs/unet.ts';
import { chooseBackend, probeAdapter, requestAdapter } from '../../src/inference/backend.ts';
import { engineOn, loadBuild, loadOrt, type WebEngine } from '../../src/inference/ort.ts';
import { SessionHost, type Feed } from '../../src/inference/session-host.ts';
import type { DeviceCheck } from '../../src/inference/webgpu/checked-device.ts';
import { requestDevice } from '../../src/inference/webgpu/device.ts';
import { shareOfRange } from '../../src/inference/webgpu/self-check.ts';
import { photoStages } from '../../src/packs/manifest.ts';
import { openPack } from '../../src/packs/load.ts';
import { configOf, packNetwork } from '../../src/pipeline/networks.ts';

export interface Agreement {
  /** Largest difference from WASM as a part of the output's range: what the app uses, and a device nobody checked. */
  checked: Errors;
  unchecked: Errors;
  /** What the self-check found, and what another visit finds. */
  check: DeviceCheck | undefined;
  again: DeviceCheck | undefined;
}

/** Of a denoising step and of a GS-LRM pass. */
type Errors = Record<'step' | 'gaussians', number>;

declare global {
  interface Window {
    agreement: Promise<Agreement>;
  }
}

const ENGINES = {
  wasm: () => loadOrt(chooseBackend('wasm', 'no-adapter', 1)),
  checked: async () => loadOrt(await onGpu()),
  again: async () => loadOrt(await onGpu()),
  /** All features that the adapter has, and no check. */
  async unchecked() {
    const adapter = await requestAdapter();
    if (!adapter) throw new Error('no adapter');
    const device = await requestDevice(adapter, 'subgroups');
    return engineOn(await loadBuild('jspi', 1), await onGpu(), device);
  },
} satisfies Record<string, () => Promise<WebEngine>>;

const onGpu = async () => chooseBackend('webgpu', await probeAdapter(), 1);

async function compare(): Promise<Agreement> {
  const pack = await openPack('/models/mouse-demo/');
  const { rig } = pack.manifest;
  const stages = photoStages(pack.manifest);
  const unetConfig = configOf<UnetConfig>(stages.multiview.unet.config);
  const size = stages.multiview.viewSize / 4;
  const { file, tensor } = stages.multiview.viewEmbeds;
  const embeds = (await pack.weights(file)).tensors.get(tensor)!;
  const [views, tokens, width] = embeds.shape;
  const random = new TorchGenerator(4);
  const feed = (...shape: number[]): Feed => ({
    shape,
    data: random.randn(shape.reduce((a, b) => a * b)),
  });
  const unet = packNetwork(pack, stages.multiview.unet.files, 'agreement', (options) =>
    buildUnet(unetConfig, { ...options, halves: 1, size, tokens }),
  );
  const sample = {
    sample: feed(views, unetConfig.in_channels, size, size),
    timestep: { shape: [1], data: new Float32Array([749]) },
    encoder_hidden_states: feed(views, tokens, width),
  };

  const { reconstruct } = stages;
  const gslrmConfig = configOf<GslrmConfig>(reconstruct.config);
  const side = reconstruct.viewSize;
  const gslrm = packNetwork(pack, reconstruct.files, 'agreement', (options) =>
    buildGslrm(gslrmConfig, { ...options, image: side, views, prune: true }),
  );
  const image = feed(views, 3, side, side);
  const patches = views * (side / gslrmConfig.patch) ** 2;
  const keep = BigInt64Array.from({ length: patches / 4 }, (_, i) => BigInt(4 * i));
  const scene = {
    image: { ...image, data: (image.data as Float32Array).map((v) => 1 / (1 + Math.exp(-v))) },
    rays: { shape: [views, 6, side, side], data: cameraRays(rigCameras(rig, side), side) },
    keep: { shape: [keep.length], data: keep },
  };

  const outputs = async (name: keyof typeof ENGINES) => {
    document.title = name;
    const engine = await ENGINES[name]();
    const host = new SessionHost(() => Promise.resolve(engine));
    const step = (await host.run(unet, sample, ['v'])).v.data;
    document.title = `${name}: GS-LRM`;
    const gaussians = (await host.run(gslrm, scene, ['raw'])).raw.data;
    return { step, gaussians, check: engine.choice.check };
  };
  const expected = await outputs('wasm');
  const errors = ({ step, gaussians }: typeof expected): Errors => ({
    step: shareOfRange(expected.step, step),
    gaussians: shareOfRange(expected.gaussians, gaussians),
  });
  const checked = await outputs('checked');
  const unchecked = await outputs('unchecked');
  const again = await ENGINES.again();
  return {
    checked: errors(checked),
    unchecked: errors(unchecked),
    check: checked.check,
    again: again.choice.check,
  };
}

window.agreement = compare();
