import type { GraphBuilder, Value } from './builder.ts';

/**
 * softmax(Q Kᵀ / √d) V per head: q [B, N, C], k and v [B, M, C] → [B, N, C]. Heads are contiguous in C.
 *
 * onnxruntime runs this operator tiled on the GPU only with separate q, k and v and without a mask. Then the N×M
 * scores (19 GB per layer of the official GS-LRM) are never in memory.
 */
export const attention = (g: GraphBuilder, q: Value, k: Value, v: Value, heads: number): Value =>
  g.op('MultiHeadAttention', [q, k, v], {
    domain: 'com.microsoft',
    attrs: { num_heads: heads },
  });
