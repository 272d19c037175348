import type { Compute } from '../graphs/builder.ts';
import type { Storage } from '../graphs/cost.ts';
import type { WeightIndex } from '../graphs/weights.ts';
import type { PackManifest } from '../packs/manifest.ts';

/**
 * Networks whose weight files have this size or more are computed in half precision if the device can do that,
 * as in FaceLift. Smaller networks are fast enough in single precision.
 */
const HALF_FROM_BYTES = 256 * 2 ** 20;

/** How the weights are stored in a weight file of a pack. */
export function storageOf({ tensors, bytes }: WeightIndex): Storage {
  if (bytes && bytes.size > 0)
    return [...bytes.keys()].some((name) => name.endsWith('.low')) ? 'int8x2' : 'int8';
  const [first] = tensors.values();
  return first?.dtype === 'F32' ? 'f32' : 'f16';
}

/**
 * The precision in which a network of a pack is computed. Weights that are stored in single precision are
 * computed in single precision.
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
  const networkFiles = manifest.files.filter(({ name }) => files.includes(name));
  const bytes = networkFiles.reduce((sum, file) => sum + file.bytes, 0);
  return half && bytes >= HALF_FROM_BYTES ? 'f16' : 'f32';
}
