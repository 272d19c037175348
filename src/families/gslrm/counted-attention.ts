import { sizesOf, reshape, slice } from '../../graphs/layers.ts';
import type { GraphBuilder, Value } from '../../graphs/builder.ts';

/** Channels that are added to each head. Some GPUs need a multiple of 8. */
const EXTRA = 8;

/** Channels that are appended to the heads of queries, keys and values, [T, heads, EXTRA]. */
export interface ExtraChannels {
  query: Value;
  key: Value;
  value: Value;
}

/**
 * The extra channels with which a key of count n has as much weight as n equal keys.
 *
 * n equal keys of score s add n·exp(s) = exp(s + ln n) to the softmax's sum. The extra channels add ln n to the
 * score: the query's first extra channel is 1, and the key's is ln n · √(width of a head). So the scores need no
 * mask, with which attention would not run tiled (src/graphs/attention.ts).
 * @param counts [T], the number of tokens that each token stands for
 * @param head width of a head
 */
export function extraChannels(
  g: GraphBuilder,
  counts: Value,
  heads: number,
  head: number,
): ExtraChannels {
  const tokens = counts.shape[0];
  const column = reshape(g, g.op('Log', [counts]), [tokens, 1, 1]);
  const first = (value: number) =>
    g.float(
      Array.from({ length: heads * EXTRA }, (_, i) => (i % EXTRA === 0 ? value : 0)),
      [1, heads, EXTRA],
      'f32',
    );
  const shape = [tokens, heads, EXTRA];
  const zeros = g.op('Mul', [column, first(0)], { shape });
  return {
    query: g.cast(g.op('Add', [zeros, first(1)], { shape })),
    key: g.cast(g.op('Mul', [column, first(Math.sqrt(head))], { shape })),
    value: g.cast(zeros),
  };
}

/**
 * softmax(Q Kᵀ / √d + ln n) V per head, where n are the counts of the keys: q, k, v [T, C] → [T, C]. Heads are
 * contiguous in C.
 * @param extra of `extraChannels`
 */
export function countedAttention(
  g: GraphBuilder,
  [q, k, v]: readonly [Value, Value, Value],
  extra: ExtraChannels,
  heads: number,
): Value {
  const [width] = sizesOf({ ...q, shape: [q.shape[1]] });
  const tokens = q.shape[0];
  const head = width / heads;
  const widened = (x: Value, more: Value) => {
    const joined = g.op('Concat', [reshape(g, x, [tokens, heads, head]), more], {
      attrs: { axis: 2 },
      shape: [tokens, heads, head + EXTRA],
    });
    return reshape(g, joined, [1, tokens, heads * (head + EXTRA)]);
  };
  const mixed = g.op(
    'MultiHeadAttention',
    [widened(q, extra.query), widened(k, extra.key), widened(v, extra.value)],
    {
      domain: 'com.microsoft',
      attrs: { num_heads: heads, scale: { float: 1 / Math.sqrt(head) } },
    },
  );
  const perHead = slice(g, reshape(g, mixed, [tokens, heads, head + EXTRA]), 2, 0, head);
  return reshape(g, perHead, [tokens, width]);
}
