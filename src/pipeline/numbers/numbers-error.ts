import { AppError } from '../../core/errors.ts';
import { describeNonFinite } from '../../core/finite.ts';
import { networkError } from '../../core/networks.ts';
import type { Network } from '../../families/runner.ts';
import type { SessionPool } from '../../inference/session-pool.ts';
import { firstNonFinite } from '../../packs/finite.ts';
import type { LoadedPack } from '../../packs/load.ts';

/** An output of a network with values that are not finite. */
export interface BrokenOutput {
  network: Network;
  output: string;
  /** Which of several runs of the network it was, for the message. */
  part?: string;
  data: ArrayLike<number>;
}

/**
 * The error for an output that is not finite, with its likely cause. All weights of the network are read to find it.
 * - `weights-not-finite`: a weight is NaN or infinite.
 * - `half-overflow`: the weights are finite, and the network computed in half precision, whose largest number is 65504.
 * - `numbers-invalid`: neither.
 */
export async function numbersError(
  { network, output, part, data }: BrokenOutput,
  pack: LoadedPack,
  sessions: SessionPool,
): Promise<AppError> {
  const { name, key, small, files = [], compute } = network;
  const where = part === undefined ? output : `${output}, ${part}`;
  const detail = `${where}: ${describeNonFinite(data)}`;
  if (name === undefined) return new AppError('internal', { message: `${key}: ${detail}` });
  const weight = await brokenWeight(files, pack);
  if (weight) {
    const { file, tensor, at } = weight;
    const found = `weight ${at} of ${tensor} in ${file} is not finite; ${detail}`;
    return networkError('weights-not-finite', name, found, { file });
  }
  const half = !small && (await sessions.limits()).half;
  const code = half && (await compute?.(half)) === 'f16' ? 'half-overflow' : 'numbers-invalid';
  return networkError(code, name, detail);
}

/** The first weight of these files that is NaN or infinite. Null if there is none. */
async function brokenWeight(files: readonly string[], pack: LoadedPack) {
  for (const file of files) {
    const { tensors } = await pack.weights(file);
    const blob = pack.files.get(file);
    for (const [tensor, { dtype, offset, byteLength }] of blob ? tensors : []) {
      const bytes = await blob?.slice(offset, offset + byteLength).arrayBuffer();
      const at = bytes ? firstNonFinite(new Uint8Array(bytes), dtype) : -1;
      if (at >= 0) return { file, tensor, at };
    }
  }
  return null;
}
