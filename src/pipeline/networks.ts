import type { Runner } from '../families/runner.ts';
import type { Compute } from '../graphs/builder.ts';
import type { Storage } from '../graphs/cost.ts';
import type { WeightIndex } from '../graphs/weights.ts';
import type { PackManifest } from '../packs/manifest.ts';
import { readTensor } from '../packs/safetensors.ts';
import { breathe, type StageContext } from './context.ts';

/**
 * Networks whose weight files have this size or more are computed in half precision, as in FaceLift, where the device can.
 * Smaller ones are fast enough in single precision.
 */
const HALF_FROM_BYTES = 256 * 2 ** 20;

/** How the weights are stored in a file of a pack. */
export function storageOf({ tensors, bytes }: WeightIndex): Storage {
  if (bytes && bytes.size > 0)
    return [...bytes.keys()].some((name) => name.endsWith('.low')) ? 'int8x2' : 'int8';
  const [first] = tensors.values();
  return first?.dtype === 'F32' ? 'f32' : 'f16';
}

/**
 * The precision that a network of a pack is computed in. Weights stored in single precision are computed in it.
 * @param device.half whether the device computes in half precision
 * @param network.single the network is always computed in single precision
 */
export function computeType(
  manifest: PackManifest,
  { files, single = false }: { files: readonly string[]; single?: boolean },
  { half }: { half: boolean },
  storage: Storage,
): Compute {
  if (single || storage === 'f32') return 'f32';
  const own = manifest.files.filter(({ name }) => files.includes(name));
  const bytes = own.reduce((sum, file) => sum + file.bytes, 0);
  return half && bytes >= HALF_FROM_BYTES ? 'f16' : 'f32';
}

/** Runs the networks of the pack in a stage's context. */
export function runnerOf(
  context: Pick<StageContext, 'pack' | 'signal'> & {
    runtime: Pick<StageContext['runtime'], 'host'>;
  },
): Runner {
  const { pack, runtime } = context;
  const { manifest, files, folder, weights } = pack;
  const key = (file: string, variant: string) => {
    const hash = manifest.files.find(({ name }) => name === file)?.sha256 ?? '';
    return `${manifest.id}/${file} ${variant} ${hash.slice(0, 12)}`;
  };
  return {
    pack: {
      id: manifest.id,
      files,
      folder,
      weights,
      async tensor(file, name) {
        const index = await weights(file);
        const data = await readTensor(files.get(file) as Blob, index, name);
        return { data, shape: [...(index.tensors.get(name)?.shape ?? [])] };
      },
    },
    key,
    network: (own, { variant, build, small = false, single }) => ({
      key: key(own[0], variant),
      small,
      model: async (half) => {
        const weights = await Promise.all(own.map((file) => pack.weights(file)));
        const compute = computeType(
          manifest,
          { files: own, single },
          { half },
          storageOf(weights[0]),
        );
        return { graph: build({ weights, compute }), files, folder };
      },
    }),
    run: (network, feeds, names) => runtime.host.run(network, feeds, names),
    hold: (network, feeds, names) => runtime.host.hold(network, feeds, names),
    drop: (held) => runtime.host.drop(held),
    backend: async () => (await runtime.host.engine()).choice.backend,
    breathe: () => breathe(context),
  };
}
