import type { GraphBuilder, Value } from './builder.ts';
import { concat, reshape, sizesOf, slice } from './layers.ts';

/**
 * softmax(Q Kᵀ / √d) V per head: q [B, N, C], k and v [B, M, C] → [B, N, C]; heads are contiguous in C.
 * This operator, with q, k and v apart and no mask, is the one form that onnxruntime runs tiled on the GPU:
 * the N×M scores (19 GB per layer of the official GS-LRM) never exist.
 */
export const attention = (g: GraphBuilder, q: Value, k: Value, v: Value, heads: number): Value =>
  g.op('MultiHeadAttention', [q, k, v], {
    domain: 'com.microsoft',
    attrs: { num_heads: heads },
  });

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
