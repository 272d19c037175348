import type { GraphBuilder, Value } from './builder.ts';

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
