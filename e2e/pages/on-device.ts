/**
 * Makes views and Gaussians with the tiny model of FaceLift's layout, on WebGPU and on WASM. Counts what crosses between
 * CPU and GPU: the browser's own functions are counted, not the app's. Vite's development server serves this page.
 * `on-device.spec.ts` reads `window.onDevice`.
 */
import { countGpuCalls, gpuCounts, type GpuCounts } from '../../bench/gpu/counters.ts';
import { relativeError } from '../../src/core/relative-error.ts';
import type { SavedLatents } from '../../src/families/multiview/saved-latents.ts';
import { chooseBackend, probeAdapter } from '../../src/inference/backend.ts';
import { loadOrt } from '../../src/inference/ort.ts';
import { SessionPool, type PoolCounts } from '../../src/inference/session-pool.ts';
import { multiview } from '../../src/pipeline/stages/multiview.ts';
import { reconstruct } from '../../src/pipeline/stages/reconstruct.ts';
import { warmUp } from '../../src/pipeline/warm-up.ts';
import { importedContext } from '../../src/test/imported.ts';
import { readTinyModel } from '../../src/test/tiny-model.ts';

interface Run {
  /** What the browser counted. */
  transfers: GpuCounts;
  /** What the session pool counted. */
  pool: PoolCounts;
  /** Copies of the latents for the case that the GPU is lost. Their number depends on the machine's speed. */
  copies: number;
}

export interface OnDevice {
  steps: number;
  /** The warm-up before the first run. */
  warm: Run;
  /** The first run with a seed, and a second run with another seed. */
  first: Run;
  second: Run;
  /** Largest difference of a pixel of the views between WebGPU and WASM, 0…255. */
  viewError: number;
  /** The same for the Gaussians' positions, as a fraction of their range. */
  positionError: number;
}

declare global {
  interface Window {
    onDevice: Promise<OnDevice>;
  }
}

const bytesOf = async (file: string) =>
  new Uint8Array(await (await fetch(`/models/parity/${file}`)).arrayBuffer());

/**
 * The autoencoder has so many channels that it runs on the GPU, as Stable Diffusion's does. The views have 32 × 32
 * pixels, because the GPU is software.
 */
const CHANGES = {
  vae: { block_out_channels: [64, 16, 16, 16] },
  unet: { sample_size: 4 },
};

async function measure(): Promise<OnDevice> {
  countGpuCalls();
  const { files, subject, settings } = await readTinyModel(bytesOf, CHANGES);
  const steps = Number(new URLSearchParams(location.search).get('steps') ?? settings.steps);
  const probe = await probeAdapter();
  const open = async (backend: 'webgpu' | 'wasm') => {
    const choice = chooseBackend(backend, probe, 1);
    return importedContext(files, new SessionPool(() => loadOrt(choice)));
  };
  const made = async (context: Awaited<ReturnType<typeof open>>, seed: number) => {
    const input = { subject: subject(), skeleton: null, settings: { ...settings, steps, seed } };
    const partial: Record<string, { saved?: SavedLatents }> = {};
    const views = await multiview(input, { ...context, partial });
    const copies = Object.values(partial).reduce((sum, { saved }) => sum + (saved?.copies ?? 0), 0);
    return { views, cloud: await reconstruct(views, { filters: 'none' }, context), copies };
  };
  const gpu = await open('webgpu');
  const { sessions } = gpu.runtime;
  await sessions.engine(); // the self-check also reads from the GPU
  const watched = async <T extends { copies: number }>(title: string, work: () => Promise<T>) => {
    document.title = title;
    const before = { ...sessions.counts };
    const start = gpuCounts();
    const result = await work();
    const transfers = difference(gpuCounts(), start);
    const { copies } = result;
    return { result, run: { transfers, pool: difference(sessions.counts, before), copies } };
  };
  const { run: warm } = await watched('warm-up', async () => {
    await warmUp(gpu, { ...settings, steps }, { evenSoftware: true });
    return { copies: 0 };
  });
  const first = await watched('first seed', () => made(gpu, settings.seed));
  const second = await watched('second seed', () => made(gpu, settings.seed + 1));
  document.title = 'WASM';
  const expected = await made(await open('wasm'), settings.seed);
  const pixels = ({ views }: typeof expected) => views.images.flatMap(({ data }) => [...data]);
  const ours = pixels(first.result);
  const viewError = pixels(expected).reduce(
    (worst, value, i) => Math.max(worst, Math.abs(value - ours[i])),
    0,
  );
  const positionError = relativeError(first.result.cloud.xyz, expected.cloud.xyz);
  return { steps, warm, first: first.run, second: second.run, viewError, positionError };
}

/** The difference of counts, key by key. */
function difference<T extends { [K in keyof T]: number }>(after: T, before: T): T {
  const keys = Object.keys(after) as (keyof T)[];
  return Object.fromEntries(keys.map((key) => [key, after[key] - before[key]])) as T;
}

window.onDevice = measure();
