/**
 * The inputs of the UNet, whole or in parts. In parts, everything that is made on the device can stay there,
 * and the two halves of guidance share their inputs.
 *
 * V views, B = halves·V. L latent channels, M channels of heat maps, P the width of a class label.
 * - `latents [V, L, s, s]`: the noisy latents.
 * - `image [1, L, s, s]`: the subject's latents.
 * - `maps [V, M, s, s]`: heat maps, if the config has input channels for them.
 * - `label [1, P]`: the class label, if the config has class embeddings.
 * - `conditioned [B, 1, 1, 1]`: 1 for a row that gets the condition (image, maps, label), 0 for a row that gets
 *   zeros.
 *
 * Outputs: `v [V, L, s, s]` of the last half. With two halves, also `v_without`, of the first half.
 */
import type { GraphBuilder, Value } from '../../graphs/builder.ts';
import { concat, mul, reshape, slice } from '../../graphs/layers.ts';
import type { UnetConfig, UnetPlan } from './config.ts';

interface Given {
  /** [B, in, s, s]: noisy latents | subject's latents | heat maps. */
  sample: Value;
  /** [B, P]; undefined without class embeddings. */
  labels: Value | undefined;
}

interface Sizes {
  halves: 1 | 2;
  size: number;
}

/** Input channels for heat maps. */
const mapChannels = ({ in_channels, out_channels }: UnetConfig): number =>
  in_channels - 2 * out_channels;

/** Inputs `sample` and `class_labels`, as diffusers' UNet has them. */
export function wholeInputs(
  g: GraphBuilder,
  { in_channels: channels }: UnetConfig,
  { views, classWidth }: UnetPlan,
  { halves, size }: Sizes,
): Given {
  const batch = halves * views;
  return {
    sample: g.input('sample', 'f32', [batch, channels, size, size]),
    labels:
      classWidth === undefined ? undefined : g.input('class_labels', 'f32', [batch, classWidth]),
  };
}

/** The same values, computed from the parts. */
export function partInputs(
  g: GraphBuilder,
  config: UnetConfig,
  { views, classWidth }: UnetPlan,
  { halves, size }: Sizes,
): Given {
  const { out_channels: latentChannels } = config;
  const batch = halves * views;
  const planes = (name: string, rows: number, channels: number) =>
    g.cast(g.input(name, 'f32', [rows, channels, size, size]));
  const latents = planes('latents', views, latentChannels);
  const image = planes('image', 1, latentChannels);
  const shape = [views, latentChannels, size, size];
  const condition = [g.op('Expand', [image, g.i64(shape)], { shape })];
  if (mapChannels(config) > 0) condition.push(planes('maps', views, mapChannels(config)));
  const conditioned = g.cast(g.input('conditioned', 'f32', [batch, 1, 1, 1]));
  const forAll = (x: Value) => (halves === 1 ? x : concat(g, [x, x], 0));
  const sample = concat(
    g,
    [forAll(latents), mul(g, forAll(concat(g, condition, 1)), conditioned)],
    1,
  );
  if (classWidth === undefined) return { sample, labels: undefined };
  const label = g.cast(g.input('label', 'f32', [1, classWidth]));
  const rows = reshape(g, conditioned, [batch, 1]);
  return { sample, labels: g.op('Mul', [label, rows], { shape: [batch, classWidth] }) };
}

/** Outputs `v`, and `v_without` if there are two halves. */
export function outputHalves(g: GraphBuilder, both: Value, halves: 1 | 2): void {
  const views = Number(both.shape[0]) / halves;
  if (halves === 2) g.output('v_without', slice(g, both, 0, 0, views));
  g.output('v', halves === 2 ? slice(g, both, 0, views, 2 * views) : both);
}
