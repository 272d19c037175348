import type { NetworkCost, Precision } from '../graphs/cost.ts';

/** A network of a pack that is large enough to be planned for. */
export interface PlannedNetwork {
  /** Its name in the memory error, translated in src/app/i18n. */
  name: 'image encoder' | 'multi-view model' | 'autoencoder' | 'reconstructor';
  files: readonly string[];
  /** Always computed in single precision. */
  single?: true;
  cost: (precision: Precision) => NetworkCost;
}
