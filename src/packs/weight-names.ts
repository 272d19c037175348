/** An entry of a checkpoint (a tensor, or a dict with everything in it) that is not a weight of the model. */
export interface SkippedEntry {
  name: string;
  reason: 'training-only' | 'outside-model' | 'type' | 'not-a-tensor';
  /** Element type, for `type`. */
  dtype?: string;
}

/** Prefixes that wrappers add to names: DistributedDataParallel, torch.compile, Lightning, and classes around a network. */
const WRAPPERS = ['module.', '_orig_mod.', 'model.', 'net.', 'network.', 'generator.'];

/** What torch.compile adds to names within a network of which it compiled a part. */
const COMPILED = /(^|\.)_orig_mod\./g;

/** The most prefixes that are removed. Nested wrappers are rare. More than four prefixes cannot come from wrappers. */
const MAX_WRAPPERS = 4;

/** Names of entries that only training needs: optimizer state, and the networks of the loss. */
const TRAINING_ONLY =
  /^((module|_orig_mod)\.)*(optimizer|(loss_calculator|lpips_loss)(\.|$))|(^|\.)(moments|(max_)?exp_avg(_sq)?)(\.|$)/;

/** Whether a name belongs to optimizer state or to the networks of the loss. */
export const isTrainingOnly = (name: string): boolean => TRAINING_ONLY.test(name);

/** The names without the parts of torch.compile. Unchanged if two names would become equal. */
function withoutCompiled<T>(tensors: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  const renamed = new Map(
    [...tensors].map(([name, tensor]) => [name.replace(COMPILED, '$1'), tensor]),
  );
  return renamed.size === tensors.size ? renamed : tensors;
}

/**
 * Removes the parts of names that wrappers have added: `module.` and the like if every name begins with it,
 * `_orig_mod.` anywhere.
 */
export function stripWrappers<T>(tensors: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  let stripped = withoutCompiled(tensors);
  for (let i = 0; i < MAX_WRAPPERS && stripped.size > 0; i++) {
    const names = [...stripped.keys()];
    const prefix = WRAPPERS.find((wrapper) =>
      names.every((name) => name.length > wrapper.length && name.startsWith(wrapper)),
    );
    if (!prefix) break;
    stripped = new Map([...stripped].map(([name, tensor]) => [name.slice(prefix.length), tensor]));
  }
  return stripped;
}
