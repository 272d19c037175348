import type { WeightIndex } from '../graphs/weights.ts';
import { readSafetensorsHeader, readTensor } from '../packs/safetensors.ts';
import { seededWeights } from './seeded.ts';

/** A recording of models/parity: weights, and under `io.` the inputs and outputs of the original implementation. */
export interface Recording<Config> {
  config: Config;
  index: WeightIndex;
  /** Weight files for `runGraph`. */
  files: Record<string, Uint8Array>;
  /** A recorded input or output. */
  io: (name: string) => Promise<{ data: Float32Array<ArrayBuffer>; shape: readonly number[] }>;
}

/**
 * Reads a recording on any host. If its metadata has `seeded`, the weights are not in the file: they are made here,
 * in fp16.
 */
export async function openRecording<Config>(
  bytes: Uint8Array,
  file: string,
): Promise<Recording<Config>> {
  const { index, metadata } = await readSafetensorsHeader(bytes, file);
  const { config, seeded } = metadata;
  const weights = seeded
    ? seededWeights(new Map(Object.entries(JSON.parse(seeded) as Record<string, number[]>)), 'F16')
    : { index, files: { [file]: bytes } };
  return {
    config: JSON.parse(config) as Config,
    ...weights,
    io: async (key) => ({
      data: await readTensor(bytes, index, `io.${key}`),
      shape: index.tensors.get(`io.${key}`)?.shape ?? [],
    }),
  };
}
