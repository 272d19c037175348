import type { WeightIndex } from '../graphs/weights.ts';
import { readSafetensorsHeader, readTensor } from '../packs/safetensors.ts';
import { seededWeights } from './seeded.ts';

/**
 * A recording of models/parity. It contains weights, and inputs and outputs of the original implementation
 * (their names begin with `io.`).
 */
export interface Recording<Config> {
  config: Config;
  index: WeightIndex;
  /** Weight files for `runGraph`. */
  files: Record<string, Uint8Array>;
  /** A recorded input or output. */
  io: (name: string) => Promise<{ data: Float32Array<ArrayBuffer>; shape: readonly number[] }>;
}

/**
 * Reads a recording on any host. If the recording's metadata has `seeded`, the file does not contain the
 * weights: they are made here, in fp16.
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
