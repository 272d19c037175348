/** An entry of a checkpoint (a tensor, or a dict or list with everything in it) that cannot be a weight of a model. */
export interface SkippedEntry {
  name: string;
  /** `nameless`: a list of tensors. Nothing says which weights they are. */
  reason: 'training-only' | 'type' | 'nameless';
  /** Element type, for `type`. */
  dtype?: string;
  /** Size of the tensor in bytes, for `type`. */
  byteLength?: number;
}

/** What torch.compile adds to names. Of a network, it may be only a part that was compiled. */
const COMPILED = /(^|\.)_orig_mod(?=\.)/g;

/**
 * Names of entries that only training needs: optimizer state, and the networks of the loss. `state.0.…` is how an
 * optimizer numbers its state.
 */
const TRAINING_ONLY =
  /(^|\.)(optimizer|((loss_calculator|lpips_loss|moments|(max_)?exp_avg(_sq)?|state\.\d+)(\.|$)))/;

/** Whether a name belongs to optimizer state or to the networks of the loss. */
export const isTrainingOnly = (name: string): boolean => TRAINING_ONLY.test(name);

/** A tensor's name without the parts of torch.compile. */
export const withoutCompiled = (name: string): string =>
  name.replace(COMPILED, '').replace(/^\./, '');
