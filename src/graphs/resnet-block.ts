import type { GraphBuilder, Value } from './builder.ts';
import { add, conv2d, groupNorm, linear, reshape, silu, sizesOf } from './layers.ts';

/** The settings and inputs that all resnet blocks of one network have in common. */
interface ResnetContext {
  g: GraphBuilder;
  /** Groups of the group norms. */
  groups: number;
  /** Epsilon of the group norms. */
  epsilon: number;
  /** silu(time + class embedding), [1 or B, D]. Absent in an autoencoder, whose blocks get no time. */
  time?: Value;
}

/** diffusers' ResnetBlock2D: x [B, in, H, W] → [B, out, H, W]. Without `time` it is the block of an autoencoder. */
export const resnetBlock = (
  { g, groups, epsilon, time }: ResnetContext,
  x: Value,
  name: string,
  out: number,
): Value => {
  const normal = (value: Value, norm: string) =>
    silu(g, groupNorm(g, value, `${name}.${norm}`, groups, epsilon));
  let hidden = conv2d(g, normal(x, 'norm1'), `${name}.conv1`, out);
  if (time) {
    const shift = linear(g, time, `${name}.time_emb_proj`, out);
    hidden = add(g, hidden, reshape(g, shift, [sizesOf(time)[0], out, 1, 1]));
  }
  hidden = conv2d(g, normal(hidden, 'norm2'), `${name}.conv2`, out);
  const shortcut =
    sizesOf(x)[1] === out ? x : conv2d(g, x, `${name}.conv_shortcut`, out, { kernel: 1 });
  return add(g, hidden, shortcut);
};
