import { AppError } from '../../core/errors.ts';
import { someNames } from '../../core/quoted.ts';
import type { CompleteNetwork, Role } from '../../families/family.ts';
import { families } from '../../families/index.ts';
import { requireLayers } from './complete.ts';
import { isCompleteAlone, requireTensors } from './differences.ts';
import { networkOf } from './network-of.ts';
import type { ImportNote, RecognisedCheckpoint } from './parts.ts';

/** A network with its config and checkpoint. The checkpoint has every tensor that the network needs. */
export interface FittedNetwork extends CompleteNetwork {
  checkpoint: RecognisedCheckpoint;
}

/** The complete networks that were found, by role. */
export type Networks = Partial<Record<Role, FittedNetwork>>;

/**
 * A note about tensors that the graph does not use, for example tensors of an adapter or of another kind of attention.
 * Without these tensors, the results may differ from those of the checkpoint's authors. The note names up to three tensors.
 */
function unusedTensors({ checkpoint, tensors }: FittedNetwork): ImportNote[] {
  const own = [...checkpoint.index.tensors.keys()].filter((name) => !tensors.has(name));
  const names = [...own, ...(checkpoint.others ?? [])];
  if (names.length === 0) return [];
  return [{ code: 'tensors-unused', path: checkpoint.path, values: { names: someNames(names) } }];
}

/**
 * Reads the config of a checkpoint, and checks the name and shape of every tensor that its network needs.
 *
 * @throws AppError `checkpoint-unfit` if a layer or a tensor is missing, if a tensor has another shape, or if our graphs
 * do not support the config
 * @throws AppError `checkpoint-invalid` if the numbers of a tensor cannot be read, `config-invalid` for a number of the
 * config that is not within its limit
 */
function fitNetwork(checkpoint: RecognisedCheckpoint): {
  network: FittedNetwork;
  notes: ImportNote[];
} {
  const { family, path } = checkpoint;
  requireLayers(checkpoint);
  const { config, tensors, notes } = networkOf(checkpoint);
  requireTensors(checkpoint, tensors, () => isCompleteAlone(checkpoint));
  const network = { family, checkpoint, config, tensors };
  return {
    network,
    notes: [
      ...notes.map((code) => ({ code, path })),
      ...(family.ignoresOtherTensors ? [] : unusedTensors(network)),
    ],
  };
}

/** Whether a checkpoint has every tensor that its network needs. */
export function isWhole(checkpoint: RecognisedCheckpoint): boolean {
  try {
    fitNetwork(checkpoint);
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

/** Fits each chosen checkpoint. @throws as `fitNetwork` */
export function fitNetworks(chosen: Readonly<Partial<Record<Role, RecognisedCheckpoint>>>): {
  networks: Networks;
  notes: ImportNote[];
} {
  const networks: Networks = {};
  const notes: ImportNote[] = [];
  for (const family of families) {
    const checkpoint = chosen[family.role];
    if (checkpoint?.family !== family) continue;
    const fitted = fitNetwork(checkpoint);
    networks[family.role] = fitted.network;
    notes.push(...fitted.notes);
  }
  return { networks, notes };
}
