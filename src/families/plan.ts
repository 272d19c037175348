import type { NetworkCost, Precision } from '../graphs/cost.ts';

/** A network that the memory plan of a run counts. */
export interface PlannedNetwork {
  /** Its name in the memory error. Its translations are in src/app/i18n. */
  name: 'image encoder' | 'multi-view model' | 'autoencoder' | 'reconstructor';
  files: readonly string[];
  /** Always computed in single precision. */
  single?: true;
  cost: (precision: Precision) => NetworkCost;
}
