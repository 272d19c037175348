/** A tensor, or a whole branch of a checkpoint, that is no weight of the model. */
export interface SkippedEntry {
  name: string;
  reason: 'training-only' | 'outside-model' | 'type' | 'not-a-tensor';
  /** Element type, for `type`. */
  dtype?: string;
}

/** What wraps a module while it trains: DistributedDataParallel, torch.compile. */
const WRAPPERS = ['module.', '_orig_mod.'];

/** Wrappers around wrappers are rare; four deep there is something else going on. */
const MAX_WRAPPERS = 4;

/** Names that training leaves in a checkpoint: optimizer state, and the networks of the loss. */
const TRAINING_ONLY =
  /^((module|_orig_mod)\.)*(optimizer|(loss_calculator|lpips_loss)(\.|$))|(^|\.)(moments|(max_)?exp_avg(_sq)?)(\.|$)/;

export const isTrainingOnly = (name: string): boolean => TRAINING_ONLY.test(name);

/** Takes `module.` (and `_orig_mod.`) off the names, where every one of them has it. */
export function stripWrappers<T>(tensors: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  let clean = tensors;
  for (let i = 0; i < MAX_WRAPPERS && clean.size > 0; i++) {
    const names = [...clean.keys()];
    const prefix = WRAPPERS.find((wrapper) =>
      names.every((name) => name.length > wrapper.length && name.startsWith(wrapper)),
    );
    if (!prefix) break;
    clean = new Map([...clean].map(([name, tensor]) => [name.slice(prefix.length), tensor]));
  }
  return clean;
}
