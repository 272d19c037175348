/**
 * Runs CLIP and LGM on WebGPU against the recordings of models/parity.
 * Served by Vite's development server; `recordings.spec.ts` reads `window.recordings`.
 */
import type { BuiltGraph } from '../../src/graphs/builder.ts';
import { buildClip, type ClipConfig } from '../../src/graphs/clip.ts';
import { buildLgm, type LgmConfig } from '../../src/graphs/lgm.ts';
import { chooseBackend, probeAdapter } from '../../src/inference/backend.ts';
import { loadOrt } from '../../src/inference/ort.ts';
import { SessionHost, type Feed } from '../../src/inference/session-host.ts';
import { readHeader, readTensor } from '../../src/packs/safetensors.ts';
import { seededUniform, seededWeights } from '../../src/test/seeded.ts';

declare global {
  interface Window {
    /** Largest difference as a part of the output's range, by output. */
    recordings: Promise<Record<string, number>>;
  }
}

type Recorded<Key extends string, Config> = Record<Key, Config> & {
  tensors: Record<string, number[]>;
};

const read = async <Config>(name: string) => {
  const response = await fetch(`/models/parity/${name}.safetensors`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const { index, metadata } = await readHeader(bytes, name);
  const config = JSON.parse(metadata.config) as Config;
  return { config, io: (key: string) => readTensor(bytes, index, `io.${key}`) };
};

const apart = (actual: Float32Array, expected: Float32Array): number => {
  let [worst, low, high] = [actual.length === expected.length ? 0 : Infinity, Infinity, -Infinity];
  expected.forEach((value, i) => {
    const error = Math.abs(actual[i] - value);
    worst = error <= worst ? worst : error; // NaN must win
    low = Math.min(low, value);
    high = Math.max(high, value);
  });
  return worst / (high - low);
};

const feed = (name: string, shape: number[], scale: number): Feed => ({
  shape,
  data: seededUniform(
    name,
    shape.reduce((a, b) => a * b),
    scale,
  ),
});

async function compare(): Promise<Record<string, number>> {
  const choice = chooseBackend('webgpu', await probeAdapter(), 1);
  const host = new SessionHost(() => loadOrt(choice));
  const run = (
    key: string,
    graph: BuiltGraph,
    files: Readonly<Record<string, Uint8Array>>,
    feeds: Readonly<Record<string, Feed>>,
    names: readonly string[],
  ) => {
    const model = { graph, files: new Map(Object.entries(files)) };
    return host.run({ key, model: () => Promise.resolve(model) }, feeds, names);
  };
  const errors: Record<string, number> = {};

  const clip = await read<Recorded<'clip', ClipConfig>>('clip_tiny');
  const tower = seededWeights(new Map(Object.entries(clip.config.tensors)));
  const image = feed('image', [1, 3, 56, 56], 2);
  for (const hidden_act of ['gelu', 'quick_gelu'] as const) {
    const name = `image_embeds_${hidden_act}`;
    const graph = buildClip({ ...clip.config.clip, hidden_act }, { weights: tower.index });
    const results = await run(name, graph, tower.files, { image }, ['image_embeds']);
    errors[name] = apart(results.image_embeds.data, await clip.io(name));
  }

  const lgm = await read<Recorded<'lgm', LgmConfig>>('lgm_mini');
  const unet = seededWeights(new Map(Object.entries(lgm.config.tensors)));
  const input = feed('input', [4, 9, 16, 16], 1.7);
  const names = ['raw', 'xyz', 'sh_dc', 'log_scale', 'rotation'];
  const graph = buildLgm(lgm.config.lgm, { weights: unet.index });
  const results = await run('lgm', graph, unet.files, { input }, names);
  for (const name of names) errors[name] = apart(results[name].data, await lgm.io(`${name}_4`));
  return errors;
}

window.recordings = compare();
