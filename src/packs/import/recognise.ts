import type { Family } from '../../families/family.ts';
import { families } from '../../families/index.ts';
import type { WeightIndex } from '../../graphs/weights.ts';

/** Whether these are weights of a text encoder. View embeddings were made with a text encoder, but no pack needs it. */
const isTextEncoder = ({ tensors }: WeightIndex): boolean =>
  // Version 5 of transformers writes the names without `text_model.`.
  ['text_model.', ''].some((prefix) => tensors.has(`${prefix}embeddings.token_embedding.weight`));

/** Whether these are the numbers of unCLIP's normalisation of image embeddings. At noise level 0 they are not used. */
const isImageNormaliser = ({ tensors }: WeightIndex): boolean =>
  tensors.size === 2 && tensors.has('mean') && tensors.has('std');

/**
 * Recognises a network by the names and shapes of its tensors. The file's name does not matter.
 * @returns the network's family, `not-needed` for weights that no pack needs, or null for an unknown network
 */
export function recognise(index: WeightIndex): Family | 'not-needed' | null {
  const family = families.find((each) => each.recognises(index));
  if (family) return family;
  return isTextEncoder(index) || isImageNormaliser(index) ? 'not-needed' : null;
}
