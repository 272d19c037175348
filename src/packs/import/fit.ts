import type { CompleteNetwork, Role } from '../../families/family.ts';
import { families } from '../../families/index.ts';
import { configPath, requireLimits } from '../../families/limits.ts';
import { requireTensors } from './differences.ts';
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
  const names = [...checkpoint.index.tensors.keys()].filter((name) => !tensors.has(name));
  if (names.length === 0) return [];
  const more = names.length > 3 ? `, and ${names.length - 3} more` : '';
  const reason = `${names.slice(0, 3).join(', ')}${more}`;
  return [{ code: 'tensors-unused', path: checkpoint.path, reason }];
}

/**
 * Reads the config of each chosen checkpoint, and checks the name and shape of every tensor that its network needs.
 *
 * @throws AppError `weights-invalid` if a tensor is missing or has another shape, `config-invalid` for a number that is
 * not within its limit, `graph-invalid` if our graphs do not support the config
 */
export function fitNetworks(chosen: Readonly<Partial<Record<Role, RecognisedCheckpoint>>>): {
  networks: Networks;
  notes: ImportNote[];
} {
  const networks: Networks = {};
  const notes: ImportNote[] = [];
  for (const family of families) {
    const checkpoint = chosen[family.role];
    if (checkpoint?.family !== family) continue;
    const { config, notes: codes } = family.read(checkpoint);
    requireLimits(config, family.limits, configPath(checkpoint));
    const tensors = family.tensors(config);
    requireTensors(checkpoint, tensors);
    const network = { family, checkpoint, config, tensors };
    networks[family.role] = network;
    notes.push(...codes.map((code) => ({ code, path: checkpoint.path })));
    if (!family.ignoresOtherTensors) notes.push(...unusedTensors(network));
  }
  return { networks, notes };
}
