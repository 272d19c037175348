import type { Dim, GraphBuilder, Value } from '../../graphs/builder.ts';
import { markBroken } from '../cloud-outputs.ts';
import { add, layerNorm, linear, mul, reshape, slice } from '../../graphs/layers.ts';

/** Numbers per Gaussian: xyz 3 | SH DC 3 | log scale 3 | rotation 4 | opacity 1. */
const PARAMETERS = 14;

/**
 * Largest distance of a pixel's Gaussian from p, the point of the pixel's ray that is nearest to the origin, in
 * world units.
 */
const REACH = 1.8;

/** Larger than any axis. ONNX's Slice clamps the end. */
const END = 2 ** 31;

const float = (g: GraphBuilder, value: number): Value => g.float(value, [], 'f32');

/** A range of the last axis. */
const columns = (g: GraphBuilder, x: Value, from: number, to: number): Value =>
  slice(g, x, x.shape.length - 1, from, to);

/**
 * The centres of the pixels' Gaussians: p + 1.8·δ·d with δ = 2·sigmoid(mean of the raw xyz) − 1. The original
 * computes o + (1.8·δ − o·d)·d. Both are equal, because p = o − (o·d)·d. raw [N, 14], patches [K, p², 9] → [N,
 * 3].
 */
const alongRays = (g: GraphBuilder, raw: Value, patches: Value): Value => {
  const pixels: Dim = raw.shape[0];
  const mean = g.op('ReduceMean', [columns(g, raw, 0, 3), g.i64([1])], { shape: [pixels, 1] });
  const scaled = mul(g, g.op('Sigmoid', [mean]), float(g, 2 * REACH));
  const depth = g.op('Sub', [scaled, float(g, REACH)]);
  const direction = reshape(g, columns(g, patches, 3, 6), [pixels, 3]);
  const nearest = reshape(g, columns(g, patches, 6, 9), [pixels, 3]);
  return add(g, nearest, mul(g, direction, depth));
};

/**
 * Heads and activations of GS-LRM. Adds the graph's outputs. The activations run in float32, because half
 * precision would quantise the depth to steps of 1.8e-3.
 * @param x the sequence, [G + K, d]
 * @param patches the pixels of the image tokens, [K, p², 9]
 * @param globals G, the number of global Gaussians
 */
export const gaussiansOf = (g: GraphBuilder, x: Value, patches: Value, globals: number): void => {
  const [kept, perPatch] = patches.shape;
  const pixels: Dim =
    typeof kept === 'number' ? kept * Number(perPatch) : `${kept}*${String(perPatch)}`;
  const total: Dim = typeof pixels === 'number' ? globals + pixels : `${globals}+${pixels}`;
  const head = (tokens: Value, norm: string, name: string, width: number) =>
    g.cast(
      linear(g, layerNorm(g, tokens, norm, { bias: false }), name, width, { bias: false }),
      'f32',
    );

  const rawGlobal = head(
    slice(g, x, 0, 0, globals),
    'gaussian_upsampler.layernorm',
    'gaussian_upsampler.linear',
    PARAMETERS,
  );
  const imageTokens = g.op('Slice', [x, g.i64([globals]), g.i64([END]), g.i64([0])], {
    shape: [kept, x.shape[1]],
  });
  const width = Number(perPatch) * PARAMETERS;
  const perToken = head(imageTokens, 'pixel_gaussian_decoder.0', 'pixel_gaussian_decoder.1', width);
  const rawPixel = reshape(g, perToken, [pixels, PARAMETERS]);
  const join = (rows: Value[], columnCount: number) =>
    g.op('Concat', rows, { attrs: { axis: 0 }, shape: [total, columnCount] });

  const raw = join([rawGlobal, rawPixel], PARAMETERS);
  const globalXyz = columns(g, rawGlobal, 0, 3);
  g.output('raw', raw);
  g.output('xyz', join([globalXyz, alongRays(g, rawPixel, patches)], 3));
  g.output('sh_dc', columns(g, raw, 3, 6));
  const scale = g.op('Sub', [columns(g, raw, 6, 9), float(g, 2.3)]);
  g.output('log_scale', g.op('Min', [scale, float(g, -1.2)]));
  g.output('rotation', columns(g, raw, 9, 13));
  const logits = g.op('Sub', [columns(g, raw, 13, 14), float(g, 2)]);
  g.output('opacity_logit', markBroken(g, logits, raw));
};
