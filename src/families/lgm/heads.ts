import { SH_C0 } from '../../core/gaussians/gaussian-cloud.ts';
import type { GraphBuilder, Value } from '../../graphs/builder.ts';
import { markBroken } from '../cloud-outputs.ts';
import { add, mul, reshape, slice, transpose, sizesOf } from '../../graphs/layers.ts';

/** Numbers per Gaussian: xyz 3 | opacity 1 | scale 3 | rotation 4 | RGB 3. */
export const LGM_PARAMETERS = 14;

/** Standard deviation per unit of softplus, in LGM's frame. */
const SCALE = 0.1;
/** LGM's PLY writer adds this to the scale before it takes the logarithm. */
const MIN_SCALE = 1e-8;

/**
 * Coefficients of 2·artanh(s)/s as a series in s², highest power first. For |s| ≤ ⅓ the next term is below 2e-9 of
 * the sum.
 */
const SERIES = [15, 13, 11, 9, 7, 5, 3, 1].map((odd) => 2 / odd);

const float = (g: GraphBuilder, value: number): Value => g.float(value, [], 'f32');

/**
 * ln(1 + eˣ) with the precision of float32, for any x. It is computed as max(x, 0) + log1p(t), with t = e^−|x|,
 * log1p(t) = 2·artanh(s), s = t / (2 + t). ONNX has no log1p. onnxruntime's Softplus computes 1 + eˣ, which
 * loses four digits at x = −10 and all digits below −17.
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

/** The quaternions, scaled to length 1. A quaternion of length zero stays zero, as in torch's `normalize`. */
const normalised = (g: GraphBuilder, q: Value): Value => {
  const sum = g.op('ReduceSum', [mul(g, q, q), g.i64([1])], { shape: [q.shape[0], 1] });
  const length = g.op('Max', [g.op('Sqrt', [sum]), float(g, 1e-12)]);
  return g.op('Div', [q, length]);
};

/**
 * Activations of LGM. Adds the graph's outputs. Everything here runs in float32.
 *
 * The opacity logit is the raw value. LGM's PLY writer computes logit(sigmoid(raw)) with a clip at 1e-6,
 * because the sigmoid loses digits. The opacities of both methods differ by at most 1e-6. The raw value loses
 * no digits.
 * @param maps [V, 14, s, s]
 */
export const lgmGaussians = (g: GraphBuilder, maps: Value): void => {
  const [views, , height, width] = sizesOf(maps);
  const pixels = transpose(g, g.cast(maps, 'f32'), [0, 2, 3, 1]);
  const raw = reshape(g, pixels, [views * height * width, LGM_PARAMETERS]);
  const columns = (from: number, to: number) => slice(g, raw, 1, from, to);
  g.output('raw', raw);
  g.output('xyz', g.op('Clip', [columns(0, 3), float(g, -1), float(g, 1)]));
  g.output('opacity_logit', markBroken(g, columns(3, 4), raw));
  const scale = mul(g, softplus(g, columns(4, 7)), float(g, SCALE));
  g.output('log_scale', g.op('Log', [add(g, scale, float(g, MIN_SCALE))]));
  g.output('rotation', normalised(g, columns(7, 11)));
  // RGB = ½·tanh + ½, and the coefficient is (RGB − ½) / Y₀₀.
  g.output('sh_dc', mul(g, g.op('Tanh', [columns(11, 14)]), float(g, 0.5 / SH_C0)));
};
