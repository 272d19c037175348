/**
 * Runs one denoising step and one GS-LRM pass of the demo pack on both backends with the same inputs.
 * Served by Vite's development server; `agreement.spec.ts` reads `window.agreement`.
 */
import { rigCameras } from '../../src/core/camera.ts';
import { TorchGenerator } from '../../src/core/noise.ts';
import { cameraRays } from '../../src/core/rays.ts';
import { buildGslrm, type GslrmConfig } from '../../src/graphs/gslrm.ts';
import { buildUnet, type UnetConfig } from '../../src/graphs/unet.ts';
import { chooseBackend, probeAdapter } from '../../src/inference/backend.ts';
import { loadOrt } from '../../src/inference/ort.ts';
import { SessionHost, type Feed } from '../../src/inference/session-host.ts';
import { photoStages } from '../../src/packs/manifest.ts';
import { openPack } from '../../src/packs/load.ts';
import { configOf, packNetwork } from '../../src/pipeline/networks.ts';

export interface Agreement {
  /** Largest difference as a part of the output's range. */
  step: number;
  gaussians: number;
}

declare global {
  interface Window {
    agreement: Promise<Agreement>;
  }
}

async function compare(): Promise<Agreement> {
  const pack = await openPack('/models/mouse-demo/');
  const { rig } = pack.manifest;
  const stages = photoStages(pack.manifest);
  const probe = await probeAdapter();
  const hosts = (['wasm', 'webgpu'] as const).map((wish) => {
    const choice = chooseBackend(wish, probe, 1);
    return new SessionHost(() => loadOrt(choice));
  });

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

  const steps = [];
  const clouds = [];
  for (const host of hosts) {
    steps.push((await host.run(unet, sample, ['v'])).v.data);
    clouds.push((await host.run(gslrm, scene, ['raw'])).raw.data);
  }
  return { step: apart(steps[0], steps[1]), gaussians: apart(clouds[0], clouds[1]) };
}

function apart(a: Float32Array, b: Float32Array): number {
  let worst = 0;
  let low = Infinity;
  let high = -Infinity;
  a.forEach((value, i) => {
    worst = Math.max(worst, Math.abs(value - b[i]));
    low = Math.min(low, value);
    high = Math.max(high, value);
  });
  return worst / (high - low);
}

window.agreement = compare();
