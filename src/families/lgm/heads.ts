import { SH_C0 } from '../../core/gaussians/gaussian-cloud.ts';
import type { GraphBuilder, Value } from '../../graphs/builder.ts';
import { add, mul, reshape, slice, transpose, sizesOf } from '../../graphs/layers.ts';

/** xyz 3 | opacity 1 | scale 3 | rotation 4 | RGB 3. */
export const LGM_PARAMETERS = 14;

/** Largest standard deviation per unit of softplus, in LGM's frame. */
const SCALE = 0.1;
/** LGM's PLY writer adds this before the logarithm. */
const LEAST_SCALE = 1e-8;

/** Terms of 2·artanh(s)/s in s², highest first. With |s| ≤ ⅓ the next one is below 2e-9 of the sum. */
const SERIES = [15, 13, 11, 9, 7, 5, 3, 1].map((odd) => 2 / odd);

const float = (g: GraphBuilder, value: number): Value => g.float(value, [], 'f32');

/**
 * ln(1 + eˣ) to float32's own precision, for any x: max(x, 0) + log1p(t), t = e^−|x|, where log1p(t) = 2·artanh(s),
 * s = t / (2 + t). ONNX has no log1p, and its Softplus forms 1 + eˣ: at x = −10 that costs four digits, below −17 all.
 */
const softplus = (g: GraphBuilder, x: Value): Value => {
  const magnitude = g.op('Abs', [x]);
  const t = g.op('Exp', [g.op('Neg', [magnitude])]);
  const s = g.op('Div', [t, add(g, t, float(g, 2))]);
  const square = mul(g, s, s);
  const [highest, ...lower] = SERIES.map((term) => float(g, term));
  const series = lower.reduce((sum, term) => add(g, mul(g, square, sum), term), highest);
  return add(g, g.op('Relu', [x]), mul(g, series, s));
};

/** Quaternions at unit length; one of length zero stays zero, as in torch's `normalize`. */
const unit = (g: GraphBuilder, q: Value): Value => {
  const sum = g.op('ReduceSum', [mul(g, q, q), g.i64([1])], { shape: [q.shape[0], 1] });
  const length = g.op('Max', [g.op('Sqrt', [sum]), float(g, 1e-12)]);
  return g.op('Div', [q, length]);
};

/**
 * Activations of LGM; adds the graph's outputs. maps [V, 14, s, s], in float32 from here on.
 *
 * The opacity's logit is the raw value: LGM's own writer goes through sigmoid and back and clips at 1e-6, only because
 * the sigmoid has lost the rest. Without the round trip the two agree to 1e-6 in opacity, and no digits are lost.
 */
export const lgmGaussians = (g: GraphBuilder, maps: Value): void => {
  const [views, , rows, columns] = sizesOf(maps);
  const pixels = transpose(g, g.cast(maps, 'f32'), [0, 2, 3, 1]);
  const raw = reshape(g, pixels, [views * rows * columns, LGM_PARAMETERS]);
  const part = (from: number, to: number) => slice(g, raw, 1, from, to);
  g.output('raw', raw);
  g.output('xyz', g.op('Clip', [part(0, 3), float(g, -1), float(g, 1)]));
  g.output('opacity_logit', part(3, 4));
  const scale = mul(g, softplus(g, part(4, 7)), float(g, SCALE));
  g.output('log_scale', g.op('Log', [add(g, scale, float(g, LEAST_SCALE))]));
  g.output('rotation', unit(g, part(7, 11)));
  // RGB = ½·tanh + ½, and the coefficient is (RGB − ½) / Y₀₀.
  g.output('sh_dc', mul(g, g.op('Tanh', [part(11, 14)]), float(g, 0.5 / SH_C0)));
};
