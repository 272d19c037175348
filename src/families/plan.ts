import type { NetworkName } from '../core/networks.ts';
import type { NetworkCost, Precision } from '../graphs/cost.ts';

/** A network that the memory plan of a run counts. */
export interface PlannedNetwork {
  /** The network's name in the memory error. src/app/i18n translates it. */
  name: NetworkName;
  files: readonly string[];
  /** The network is always computed in single precision. */
  single?: true;
  cost: (precision: Precision) => NetworkCost;
}
