import type { Fitted, Role } from '../../families/family.ts';
import { families } from '../../families/index.ts';
import { requireTensors } from './differences.ts';
import type { ImportNote, WeightPart } from './parts.ts';

/** A network whose tensors are all there, and the files that they lie in. */
export interface FittedPart extends Fitted {
  checkpoint: WeightPart;
}

/** The networks that were found, each complete. */
export type Networks = Partial<Record<Role, FittedPart>>;

/** Tensors that the graph does not use: an adapter, or another kind of attention. Results may not be what its authors meant. */
function unusedTensors({ checkpoint, tensors }: FittedPart): ImportNote[] {
  const names = [...checkpoint.index.tensors.keys()].filter((name) => !tensors.has(name));
  if (names.length === 0) return [];
  const more = names.length > 3 ? `, and ${names.length - 3} more` : '';
  const reason = `${names.slice(0, 3).join(', ')}${more}`;
  return [{ code: 'tensors-unused', path: checkpoint.path, reason }];
}

/**
 * Finds each network's config, and checks every name and shape.
 *
 * @throws AppError `weights-invalid` for tensors that are missing or of another shape, `graph-invalid` for a config that
 * our graphs do not support
 */
export function fitNetworks(chosen: Readonly<Partial<Record<Role, WeightPart>>>): {
  networks: Networks;
  notes: ImportNote[];
} {
  const networks: Networks = {};
  const notes: ImportNote[] = [];
  for (const family of families) {
    const checkpoint = chosen[family.role];
    if (checkpoint?.family !== family) continue;
    const { config, notes: codes } = family.read(checkpoint);
    const tensors = family.tensors(config);
    requireTensors(checkpoint, tensors);
    const network = { family, checkpoint, config, tensors };
    networks[family.role] = network;
    notes.push(...codes.map((code) => ({ code, path: checkpoint.path })));
    if (!family.ignoresOtherTensors) notes.push(...unusedTensors(network));
  }
  return { networks, notes };
}
