import { attention } from '../../graphs/attention.ts';
import type { GraphBuilder, Value } from '../../graphs/builder.ts';
import {
  add,
  conv2d,
  groupNorm,
  linear,
  mul,
  reshape,
  silu,
  sizesOf,
  transpose,
  type LinearOptions,
} from '../../graphs/layers.ts';

const GROUPS = 32;
const HEADS = 16;

/** GroupNorm, then SiLU. */
export const normSilu = (g: GraphBuilder, x: Value, name: string): Value =>
  silu(g, groupNorm(g, x, name, GROUPS));

/**
 * (x + shortcut)·√½. LGM scales the sum in the residual block and in the attention block, so that the variance
 * stays the same.
 */
const joined = (g: GraphBuilder, x: Value, shortcut: Value): Value =>
  mul(g, add(g, x, shortcut), g.float(Math.SQRT1_2));

/** LGM's residual block: x [V, in, H, W] → [V, out, H, W]. */
export const lgmResnet = (g: GraphBuilder, x: Value, name: string, out: number): Value => {
  const first = conv2d(g, normSilu(g, x, `${name}.norm1`), `${name}.conv1`, out);
  const second = conv2d(g, normSilu(g, first, `${name}.norm2`), `${name}.conv2`, out);
  const same = sizesOf(x)[1] === out;
  return joined(g, second, same ? x : conv2d(g, x, `${name}.shortcut`, out, { kernel: 1 }));
};

/** Self-attention over the pixels of all views together: [V, C, H, W] → the same shape. */
export const lgmAttention = (g: GraphBuilder, x: Value, name: string): Value => {
  const [views, width, rows, columns] = sizesOf(x);
  const pixels = transpose(g, groupNorm(g, x, `${name}.norm`, GROUPS), [0, 2, 3, 1]);
  const tokens = reshape(g, pixels, [1, views * rows * columns, width]);
  const project = (index: number) => {
    const range = { from: index * width, to: index * width + width, of: 3 * width };
    const options: LinearOptions = { bias: false, rows: range };
    return linear(g, tokens, `${name}.attn.qkv`, width, options);
  };
  const mixed = attention(g, project(0), project(1), project(2), HEADS);
  const out = linear(g, mixed, `${name}.attn.proj`, width);
  const image = reshape(g, out, [views, rows, columns, width]);
  return joined(g, transpose(g, image, [0, 3, 1, 2]), x);
};
