import { GraphBuilder, type BuiltGraph, type GraphOptions } from '../../graphs/builder.ts';
import { conv2d, reshape, slice, transpose } from '../../graphs/layers.ts';
import type { TensorList } from '../../graphs/weights.ts';

/** The toy's config. */
export interface ToyConfig {
  /** Channels of the hidden layer. */
  width: number;
}

interface ToyOptions extends GraphOptions {
  views?: number;
  image?: number;
}

const assemble = ({ width }: ToyConfig, { views = 2, image = 8, ...options }: ToyOptions) => {
  const g = new GraphBuilder({ ...options, name: 'toy' });
  const x = conv2d(g, g.input('image', 'f32', [views, 3, image, image]), 'toy.in', width);
  const maps = conv2d(g, x, 'toy.out', 14, { kernel: 1 });
  const pixels = transpose(g, g.cast(maps, 'f32'), [0, 2, 3, 1]);
  const raw = reshape(g, pixels, [views * image * image, 14]);
  g.output('xyz', slice(g, raw, 1, 0, 3));
  g.output('sh_dc', slice(g, raw, 1, 3, 6));
  g.output('log_scale', slice(g, raw, 1, 6, 9));
  g.output('rotation', slice(g, raw, 1, 9, 13));
  g.output('opacity_logit', slice(g, raw, 1, 13, 14));
  return g;
};

/** Two convolutions: `image [V, 3, S, S]` → one Gaussian per pixel. */
export const buildToy = (config: ToyConfig, options: ToyOptions): BuiltGraph =>
  assemble(config, options).build();

/** Tensors that a checkpoint must have. */
export const toyTensors = (config: ToyConfig): TensorList => assemble(config, {}).tensors;
