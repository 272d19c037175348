import type { WeightIndex } from '../../graphs/weights.ts';
import type { Checkpoint, Family, Rank } from '../family.ts';
import { related, safe } from '../rank.ts';

/** Name of the embeddings' tensor in a pack. */
export const VIEW_EMBEDS = 'view_embeds';

/** Length of the texts that view embeddings were made of. */
const TEXT_TOKENS = 77;

export interface ViewEmbeds {
  /** Name of the tensor in its file. */
  tensor: string;
  /** [views, tokens, width] */
  shape: readonly number[];
}

const onlyTensor = ({ tensors }: WeightIndex): ViewEmbeds => {
  const [[tensor, { shape }]] = tensors;
  return { tensor, shape };
};

/** Width of the embeddings that a UNet takes. */
function contextWidth({ index }: Checkpoint): number | undefined {
  for (const [name, { shape }] of index.tensors)
    if (name.endsWith('attn2.to_k.weight')) return shape[1];
  return undefined;
}

/** Of the UNet's width first. Then those of colour views, where a folder also has those of normal maps. */
const fits: Rank = ({ path, index }, { unet }) => [
  onlyTensor(index).shape[2] === (unet && contextWidth(unet)) ? 1 : 0,
  /clr_embeds/.test(path) ? 1 : 0,
];

/** Text embeddings, one per view, that the UNet's cross-attention reads: one tensor alone, [views, 77, width]. */
export const viewEmbeds: Family<ViewEmbeds> = {
  kind: 'viewEmbeds',
  role: 'viewEmbeds',
  stem: 'view_embeds',
  recognises: ({ tensors }) => {
    const [first, ...rest] = tensors.values();
    return rest.length === 0 && first?.shape.length === 3 && first.shape[1] === TEXT_TOKENS;
  },
  ranks: [fits, related, safe],
  read: ({ index }) => ({ config: onlyTensor(index), notes: [] }),
  tensors: ({ tensor, shape }) => new Map([[tensor, shape]]),
  renames: ({ tensor }) => new Map([[tensor, VIEW_EMBEDS]]),
  keepsFloats: true,
  terms: [],
  words: {
    title: { en: 'View embeddings', ko: '시점 임베딩' },
    facts: { en: '{shape}', ko: '크기 {shape}' },
  },
  facts: ({ shape }) => ({ shape: shape.join(' × ') }),
};
