import { AppError } from '../../core/errors.ts';
import type { ConfigNote } from '../../families/family.ts';
import { configPath, requireLimits } from '../../families/limits.ts';
import { unfit } from '../../families/unfit.ts';
import type { TensorList } from '../../graphs/weights.ts';
import type { RecognisedCheckpoint } from './parts.ts';

/** What a checkpoint says about its network. */
interface StatedNetwork {
  config: object;
  notes: readonly ConfigNote[];
  /** The tensors that the network needs. The checkpoint may lack some of them. */
  tensors: TensorList;
}

/**
 * Reads the config of a checkpoint, and lists the tensors that its network needs.
 * @throws AppError `config-invalid` for a number that is not within its limit, `checkpoint-unfit` for a config that our
 * graphs do not support
 */
export function networkOf(part: RecognisedCheckpoint): StatedNetwork {
  const { family, path } = part;
  try {
    const { config, notes } = family.read(part);
    requireLimits(config, family.limits, configPath(part));
    return { config, notes, tensors: family.tensors(config) };
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'graph-invalid')) throw error;
    // On this machine or another, no graph has this structure.
    throw unfit(path, 'unsupported-network', error.message, {}, error);
  }
}
