import type { GraphBuilder, Value } from './builder.ts';

/**
 * softmax(Q Kᵀ / √d) V per head: q [B, N, C], k and v [B, M, C] → [B, N, C]. Heads are contiguous in C.
 * With `causal` (N = M) token i sees only the tokens up to i.
 *
 * On the GPU onnxruntime runs this operator tiled, but only if q, k and v are separate and there is no mask.
 * The tiled operator never has all N×M scores in memory (19 GB per layer of the official GS-LRM).
 */
export const attention = (
  g: GraphBuilder,
  q: Value,
  k: Value,
  v: Value,
  heads: number,
  { causal = false } = {},
): Value =>
  g.op('MultiHeadAttention', [q, k, v], {
    domain: 'com.microsoft',
    attrs: { num_heads: heads, ...(causal && { unidirectional: 1 }) },
  });
