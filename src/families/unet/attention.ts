import { attention } from '../../graphs/attention.ts';
import type { GraphBuilder, Value } from '../../graphs/builder.ts';
import { concat, reshape, sizesOf, slice } from '../../graphs/layers.ts';

/**
 * The keys and values that the self-attention of view i uses. `plain`: those of view i. `sparse`: those of view
 * 0 and of view i, [K₀; Kᵢ]. `dense`: those of all views.
 */
export type AttentionKind = 'plain' | 'sparse' | 'dense';

/** How the self-attentions of a UNet connect the views. */
export interface MultiView {
  kind: AttentionKind;
  /** Number of views V. */
  views: number;
}

/**
 * Keys or values [B·V, N, C] → [B·V, 2N, C]: those of view 0, followed by those of the row's view. The rows of
 * view 0 are projected once and copied.
 */
const withFirstView = (g: GraphBuilder, x: Value, views: number): Value => {
  const [rows, tokens, width] = sizesOf(x);
  const grouped = reshape(g, x, [rows / views, views, tokens, width]);
  const first = slice(g, grouped, 1, 0, 1);
  const repeated = g.op('Expand', [first, g.i64([1, views, 1, 1])], { shape: grouped.shape });
  return reshape(g, concat(g, [repeated, grouped], 2), [rows, 2 * tokens, width]);
};

/**
 * Self-attention across the views: q, k, v [B·V, N, C] → [B·V, N, C]. Each group of V batch rows is one set of
 * views. Dense attention is computed as one ordinary attention over V·N tokens.
 */
export const multiViewAttention = (
  g: GraphBuilder,
  q: Value,
  k: Value,
  v: Value,
  heads: number,
  { kind, views }: MultiView,
): Value => {
  if (kind === 'plain') return attention(g, q, k, v, heads);
  if (kind === 'sparse')
    return attention(g, q, withFirstView(g, k, views), withFirstView(g, v, views), heads);
  const [rows, tokens, width] = sizesOf(q);
  const merged = (x: Value) => reshape(g, x, [rows / views, views * tokens, width]);
  return reshape(g, attention(g, merged(q), merged(k), merged(v), heads), q.shape);
};
