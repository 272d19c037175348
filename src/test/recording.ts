import { readFile } from 'node:fs/promises';
import type { WeightIndex } from '../graphs/weights.ts';
import { readHeader, readTensor } from '../packs/safetensors.ts';

/** A recording of models/parity: weights, and under `io.` what the original computed with them. */
export interface Recording<Config> {
  config: Config;
  index: WeightIndex;
  /** As `runGraph` wants them. */
  files: Record<string, Uint8Array>;
  io: (name: string) => Promise<{ data: Float32Array<ArrayBuffer>; shape: readonly number[] }>;
}

export const readRecording = async <Config>(name: string): Promise<Recording<Config>> => {
  const file = `${name}.safetensors`;
  const url = new URL(`../../models/parity/${file}`, import.meta.url);
  const bytes = new Uint8Array(await readFile(url));
  const { index, metadata } = await readHeader(bytes, file);
  return {
    config: JSON.parse(metadata.config) as Config,
    index,
    files: { [file]: bytes },
    io: async (key) => ({
      data: await readTensor(bytes, index, `io.${key}`),
      shape: index.tensors.get(`io.${key}`)?.shape ?? [],
    }),
  };
};

/** Largest difference as a share of the range of what is expected. */
export const relativeError = (actual: Float32Array, expected: Float32Array): number => {
  if (actual.length !== expected.length) return Infinity;
  let [low, high, worst] = [Infinity, -Infinity, 0];
  for (let i = 0; i < expected.length; i += 1) {
    low = Math.min(low, expected[i]);
    high = Math.max(high, expected[i]);
    const error = Math.abs(actual[i] - expected[i]);
    worst = error <= worst ? worst : error; // NaN must win
  }
  return worst / (high - low);
};
