import type { WeightIndex } from '../../graphs/weights.ts';
import type { Checkpoint, Family, Rank } from '../family.ts';
import { sameOwner, safetensorsFirst } from '../rank.ts';

/** Name that the tensor of the embeddings has in a pack. */
export const VIEW_EMBEDS = 'view_embeds';

/** Number of tokens of the texts from which view embeddings are made. */
export const TEXT_TOKENS = 77;

interface ViewEmbeds {
  /** Name of the tensor in its file. */
  tensor: string;
  /** [views, tokens, width] */
  shape: readonly number[];
}

const onlyTensor = ({ tensors }: WeightIndex): ViewEmbeds => {
  const [[tensor, { shape }]] = tensors;
  return { tensor, shape };
};

/** Width of the embeddings that a UNet takes; undefined if it has no cross-attention. */
function contextWidth({ index }: Checkpoint): number | undefined {
  for (const [name, { shape }] of index.tensors)
    if (name.endsWith('attn2.to_k.weight')) return shape[1];
  return undefined;
}

/**
 * Prefers embeddings of the UNet's width, then embeddings for colour views. A folder may also contain
 * embeddings for normal maps.
 */
const rightWidth: Rank = ({ path, index }, { unet }) => [
  onlyTensor(index).shape[2] === (unet && contextWidth(unet)) ? 1 : 0,
  /clr_embeds/.test(path) ? 1 : 0,
];

/** Text embeddings for the UNet's cross-attention, one per view: a file with one tensor, [views, 77, width]. */
export const viewEmbeds: Family<ViewEmbeds> = {
  kind: 'viewEmbeds',
  role: 'viewEmbeds',
  stem: 'view_embeds',
  recognises: ({ tensors }) => {
    const [first, ...rest] = tensors.values();
    return rest.length === 0 && first?.shape.length === 3 && first.shape[1] === TEXT_TOKENS;
  },
  ranks: [rightWidth, sameOwner, safetensorsFirst],
  read: ({ index }) => ({ config: onlyTensor(index), notes: [] }),
  limits: { shape: { min: 1, max: 16_384, list: 3 } },
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
