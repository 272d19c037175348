import type { GraphBuilder, Value } from './builder.ts';
import { add, conv2d, groupNorm, silu, sizesOf } from './layers.ts';

/** Residual block without a change of width, x [1, C, H, W]: x + conv2(silu(norm2(conv1(silu(norm1(x)))))). */
export const residual = (g: GraphBuilder, x: Value, name: string, groups: number): Value => {
  const width = sizesOf(x)[1];
  const normal = (y: Value, norm: string) => silu(g, groupNorm(g, y, `${name}.${norm}`, groups));
  const inner = conv2d(g, normal(x, 'norm1'), `${name}.conv1`, width);
  return add(g, x, conv2d(g, normal(inner, 'norm2'), `${name}.conv2`, width));
};
