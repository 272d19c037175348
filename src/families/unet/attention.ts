import { attention } from '../../graphs/attention.ts';
import type { GraphBuilder, Value } from '../../graphs/builder.ts';
import { concat, reshape, sizesOf, slice } from '../../graphs/layers.ts';

/** What view i's self-attention looks at: its own keys, [K₀; Kᵢ], or those of all views. */
export type AttentionKind = 'plain' | 'sparse' | 'dense';

export interface MultiView {
  kind: AttentionKind;
  views: number;
}

/** Keys or values [B·V, N, C] → [B·V, 2N, C]: view 0's, then the view's own. They are projected once and copied. */
const besideFirst = (g: GraphBuilder, x: Value, views: number): Value => {
  const [rows, tokens, width] = sizesOf(x);
  const grouped = reshape(g, x, [rows / views, views, tokens, width]);
  const first = slice(g, grouped, 1, 0, 1);
  const spread = g.op('Expand', [first, g.i64([1, views, 1, 1])], { shape: grouped.shape });
  return reshape(g, concat(g, [spread, grouped], 2), [rows, 2 * tokens, width]);
};

/**
 * Self-attention across the views of each group of `views` batch rows: q, k, v [B·V, N, C] → [B·V, N, C].
 * Dense attention is one ordinary attention over V·N tokens.
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
    return attention(g, q, besideFirst(g, k, views), besideFirst(g, v, views), heads);
  const [rows, tokens, width] = sizesOf(q);
  const merged = (x: Value) => reshape(g, x, [rows / views, views * tokens, width]);
  return reshape(g, attention(g, merged(q), merged(k), merged(v), heads), q.shape);
};
