import type { WeightIndex } from '../graphs/weights.ts';
import { readSafetensorsHeader, readTensor } from '../packs/safetensors.ts';
import type { RecordedOutput } from './recorded-output.ts';
import { seededBox, seededUniform, seededWeights, sizeOf, type Box } from './seeded.ts';

/**
 * A recording of models/parity. It contains inputs and outputs of the original implementation (their names begin with
 * `io.`). Recordings that are not in the repository contain weights too.
 */
export interface Recording<Config> {
  config: Config;
  index: WeightIndex;
  /** Weight files for `runGraph`. */
  files: Record<string, Uint8Array>;
  /** A recorded input or output. Of large outputs, `data` has only some values. */
  io: (name: string) => Promise<RecordedOutput & { data: Float32Array<ArrayBuffer> }>;
}

/** An input that is made from its name: uniform in middle − scale … middle + scale. */
interface Recipe {
  shape: number[];
  scale: number;
  middle?: number;
  /** Outside of the box, all values are 1. */
  box?: Box;
}

const entriesOf = <T>(json = '{}') =>
  new Map(Object.entries(JSON.parse(json) as Record<string, T>));

/**
 * Reads a recording on any host. If the recording's metadata has `seeded`, the file does not contain the
 * weights: they are made here, in fp16. Inputs of which `inputs` has a recipe are made here too.
 */
export async function openRecording<Config>(
  bytes: Uint8Array,
  file: string,
): Promise<Recording<Config>> {
  const { index, metadata } = await readSafetensorsHeader(bytes, file);
  const { config, seeded } = metadata;
  const recipes = entriesOf<Recipe>(metadata.inputs);
  const thinned = entriesOf<Required<Pick<RecordedOutput, 'every' | 'shape'>>>(metadata.thinned);
  const weights = seeded
    ? seededWeights(entriesOf<number[]>(seeded), 'F16', entriesOf<number>(metadata.gains))
    : { index, files: { [file]: bytes } };
  return {
    config: JSON.parse(config) as Config,
    ...weights,
    io: async (key) => {
      const recipe = recipes.get(key);
      if (recipe) {
        const { shape, scale, middle, box } = recipe;
        const data = seededUniform(key, sizeOf(shape), scale, middle);
        return { data: box ? seededBox(data, shape, box) : data, shape };
      }
      const data = await readTensor(bytes, index, `io.${key}`);
      return {
        data,
        ...(thinned.get(key) ?? { shape: index.tensors.get(`io.${key}`)?.shape ?? [] }),
      };
    },
  };
}
