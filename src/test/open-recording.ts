import type { WeightIndex } from '../graphs/weights.ts';
import { readSafetensorsHeader, readTensor } from '../packs/safetensors.ts';
import { seededUniform, seededWeights, sizeOf } from './seeded.ts';

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

/** An input that is made from its name: uniform in middle − scale … middle + scale. */
interface Recipe {
  shape: number[];
  scale: number;
  middle?: number;
}

/**
 * Reads a recording on any host. If the recording's metadata has `seeded`, the file does not contain the
 * weights: they are made here, in fp16. Inputs of which `inputs` has a recipe are made here too.
 */
export async function openRecording<Config>(
  bytes: Uint8Array,
  file: string,
): Promise<Recording<Config>> {
  const { index, metadata } = await readSafetensorsHeader(bytes, file);
  const { config, seeded, inputs = '{}' } = metadata;
  const recipes = new Map(Object.entries(JSON.parse(inputs) as Record<string, Recipe>));
  const weights = seeded
    ? seededWeights(new Map(Object.entries(JSON.parse(seeded) as Record<string, number[]>)), 'F16')
    : { index, files: { [file]: bytes } };
  return {
    config: JSON.parse(config) as Config,
    ...weights,
    io: async (key) => {
      const recipe = recipes.get(key);
      if (recipe) {
        const { shape, scale, middle } = recipe;
        return { data: seededUniform(key, sizeOf(shape), scale, middle), shape };
      }
      const data = await readTensor(bytes, index, `io.${key}`);
      return { data, shape: index.tensors.get(`io.${key}`)?.shape ?? [] };
    },
  };
}
