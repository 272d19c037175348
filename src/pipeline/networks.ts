import type { BuiltGraph, Compute, GraphOptions } from '../graphs/builder.ts';
import type { Storage } from '../graphs/cost.ts';
import type { WeightIndex } from '../graphs/weights.ts';
import type { Network } from '../inference/session-host.ts';
import type { LoadedPack } from '../packs/load.ts';
import type { PackManifest } from '../packs/manifest.ts';

/**
 * From this size on a network is computed in half precision where the device can, as FaceLift itself does.
 * Smaller ones are fast enough.
 */
const HALF_FROM_BYTES = 256 * 2 ** 20;

/** How the weights lie in a file of a pack. */
export function storageOf({ tensors, bytes }: WeightIndex): Storage {
  if (bytes && bytes.size > 0)
    return [...bytes.keys()].some((name) => name.endsWith('.low')) ? 'int8x2' : 'int8';
  const [first] = tensors.values();
  return first?.dtype === 'F32' ? 'f32' : 'f16';
}

/**
 * The precision that a network of a pack is computed in. Weights that are kept in single precision are kept for its sake; and
 * the autoencoder of Stable Diffusion overflows in half.
 */
export function computeType(
  manifest: PackManifest,
  files: readonly string[],
  half: boolean,
  storage: Storage,
): Compute {
  const paints = manifest.stages.multiview?.vae.files[0] === files[0];
  if (paints || storage === 'f32') return 'f32';
  const own = manifest.files.filter(({ name }) => files.includes(name));
  const bytes = own.reduce((sum, file) => sum + file.bytes, 0);
  return half && bytes >= HALF_FROM_BYTES ? 'f16' : 'f32';
}

/**
 * A network of a pack at one set of build parameters, for `SessionHost.run`.
 * @param files where its weights lie
 * @param variant the parameters in words; with the weight file they identify the network
 * @param small better run on the CPU than compiled for a GPU
 */
export const packNetwork = (
  pack: LoadedPack,
  files: readonly string[],
  variant: string,
  build: (options: GraphOptions) => BuiltGraph,
  { small = false } = {},
): Network => {
  const { manifest } = pack;
  const hash = manifest.files.find(({ name }) => name === files[0])?.sha256 ?? '';
  return {
    key: `${manifest.id}/${files[0]} ${variant} ${hash.slice(0, 12)}`,
    small,
    model: async (half) => {
      const weights = await Promise.all(files.map((file) => pack.weights(file)));
      const compute = computeType(manifest, files, half, storageOf(weights[0]));
      return { graph: build({ weights, compute }), files: pack.files, folder: pack.folder };
    },
  };
};

/**
 * A network's configuration as its graph function wants it. pack.json checks the keys that we read;
 * the graph function refuses what it does not know (`graph-invalid`).
 */
export const configOf = <Config>(config: object): Config => config as Config;
