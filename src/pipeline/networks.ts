import type { BuiltGraph, GraphOptions } from '../graphs/builder.ts';
import type { Network } from '../inference/session-host.ts';
import type { LoadedPack } from '../packs/load.ts';

/**
 * From this size on a network is computed in half precision where the device can, as FaceLift itself does.
 * Smaller ones are fast enough, and the autoencoder of Stable Diffusion overflows in it.
 */
const HALF_FROM_BYTES = 256 * 2 ** 20;

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
  const own = pack.manifest.files.filter(({ name }) => files.includes(name));
  const large = own.reduce((sum, { bytes }) => sum + bytes, 0) >= HALF_FROM_BYTES;
  const hash = own[0]?.sha256 ?? '';
  return {
    key: `${pack.manifest.id}/${files[0]} ${variant} ${hash.slice(0, 12)}`,
    small,
    model: async (half) => ({
      graph: build({
        weights: await Promise.all(files.map((file) => pack.weights(file))),
        compute: half && large ? 'f16' : 'f32',
      }),
      files: pack.files,
      folder: pack.folder,
    }),
  };
};

/**
 * A network's configuration as its graph function wants it. pack.json checks the keys that we read;
 * the graph function refuses what it does not know (`graph-invalid`).
 */
export const configOf = <Config>(config: object): Config => config as Config;
