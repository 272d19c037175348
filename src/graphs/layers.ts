import { AppError } from '../core/errors.ts';
import type { Dim, GraphBuilder, Value } from './builder.ts';

/**
 * Layers with torch's names. `name` is the module's path in the checkpoint: `linear(g, x, 'a.b', 64)` reads
 * `a.b.weight` and `a.b.bias`. Functions cast their inputs to the compute type, and the result has this type,
 * unless the function's comment says otherwise.
 */

/** The sizes of a value whose shape is fully known. @throws AppError `internal` if a size is only a name */
export const sizesOf = (x: Value): number[] =>
  x.shape.map((dim) => {
    if (typeof dim === 'number') return dim;
    throw new AppError('internal', {
      message: `${x.name} needs known sizes, but has [${x.shape.join()}]`,
    });
  });

const lastSize = (x: Value): number => sizesOf({ ...x, shape: x.shape.slice(-1) })[0];

/**
 * Changes the shape. One size may be a name; it becomes −1. The shape is a constant, so that onnxruntime can
 * plan memory.
 */
export const reshape = (g: GraphBuilder, x: Value, shape: readonly Dim[]): Value => {
  const target = shape.map((dim) => (typeof dim === 'number' ? dim : -1));
  return g.op('Reshape', [x, g.i64(target)], { shape });
};

/** Reorders the axes. */
export const transpose = (g: GraphBuilder, x: Value, perm: readonly number[]): Value =>
  g.op('Transpose', [x], { attrs: { perm }, shape: perm.map((axis) => x.shape[axis]) });

/** Joins values along one axis. The sizes along this axis must be known. */
export const concat = (g: GraphBuilder, values: readonly Value[], axis: number): Value => {
  const shape = [...values[0].shape];
  shape[axis] = values.reduce((sum, value) => sum + sizesOf(value)[axis], 0);
  return g.op('Concat', values, { attrs: { axis }, shape });
};

/** `x[…, from:to, …]` along one axis. */
export const slice = (g: GraphBuilder, x: Value, axis: number, from: number, to: number): Value => {
  const shape = [...x.shape];
  shape[axis] = to - from;
  return g.op('Slice', [x, g.i64([from]), g.i64([to]), g.i64([axis])], { shape });
};

/** a + b, where b is broadcast. The result has the shape and the type of a. */
export const add = (g: GraphBuilder, a: Value, b: Value): Value =>
  g.op('Add', [a, g.cast(b, a.type)]);

/** a·b, where b is broadcast. The result has the shape and the type of a. */
export const mul = (g: GraphBuilder, a: Value, b: Value): Value =>
  g.op('Mul', [a, g.cast(b, a.type)]);

/** x·sigmoid(x), as QuickGelu with α = 1. Every backend reads and writes the memory only once for it. */
export const silu = (g: GraphBuilder, x: Value): Value =>
  g.op('QuickGelu', [x], { domain: 'com.microsoft', attrs: { alpha: { float: 1 } } });

/** x·sigmoid(1.702·x), OpenAI's approximation of GELU. */
export const quickGelu = (g: GraphBuilder, x: Value): Value =>
  g.op('QuickGelu', [x], { domain: 'com.microsoft', attrs: { alpha: { float: 1.702 } } });

/** Exact (erf) GELU. */
export const gelu = (g: GraphBuilder, x: Value): Value => g.op('Gelu', [x]);

/** Options of `linear`. */
export interface LinearOptions {
  /** Default true. */
  bias?: boolean;
  /** Uses only these rows (outputs) of the checkpoint's matrix, which has `of` rows. */
  rows?: { from: number; to: number; of: number };
}

/**
 * torch's Linear: x [rows, in] or [a, b, in] → [..., out]. `out` is ignored if the options select `rows` of a
 * fused matrix. Gemm with `transB` takes the matrix [out, in] in torch's order, as it is stored in the file.
 * MatMul would need a transposed copy in memory.
 */
export const linear = (
  g: GraphBuilder,
  x: Value,
  name: string,
  out: number,
  { bias = true, rows = { from: 0, to: out, of: out } }: LinearOptions = {},
): Value => {
  const inner = lastSize(x);
  const width = rows.to - rows.from;
  const range = width === rows.of ? {} : { rows: [rows.from, rows.to] as const };
  const inputs = [
    g.cast(x.shape.length === 2 ? x : reshape(g, x, [flatRows(x), inner])),
    g.weight(`${name}.weight`, [rows.of, inner], range),
  ];
  if (bias) inputs.push(g.weight(`${name}.bias`, [rows.of], range));
  const flat = g.op('Gemm', inputs, { attrs: { transB: 1 }, shape: [inputs[0].shape[0], width] });
  return x.shape.length === 2 ? flat : reshape(g, flat, [...x.shape.slice(0, -1), width]);
};

/** The product of all sizes except the last. */
const flatRows = (x: Value): Dim =>
  x.shape
    .slice(0, -1)
    .reduce((a, b) => (typeof a === 'number' && typeof b === 'number' ? a * b : `${a}*${b}`), 1);

/**
 * Feed-forward gate: `x·W_a · gelu(x·W_b)`, where W_a and W_b are the halves of one matrix. The two products
 * are computed separately, because splitting one product would make copies.
 */
export const geglu = (g: GraphBuilder, x: Value, name: string, width: number): Value => {
  const half = (from: number) =>
    linear(g, x, name, width, { rows: { from, to: from + width, of: 2 * width } });
  return mul(g, half(0), gelu(g, half(width)));
};

interface ConvOptions {
  /** Default 3. */
  kernel?: number;
  /** Default 1. */
  stride?: number;
  /** Top, left, bottom, right. Default: kernel >> 1 on all four sides. */
  pads?: readonly [number, number, number, number];
  /** Default true. */
  bias?: boolean;
}

/**
 * Number of channels of zeros that must be added to a convolution's input. onnxruntime 1.30's WebGPU kernel
 * takes three channels at a time if it cannot take four. The result is right only if there are exactly three
 * channels (microsoft/onnxruntime#29651).
 */
const zeroChannels = (channels: number, kernel: number): number =>
  kernel > 1 && channels > 3 && channels % 3 === 0 ? (4 - (channels % 4)) % 4 : 0;

/** Appends zeros along the second axis: [a, b, c, d] → [a, b + count, c, d]. */
const padSecond = (g: GraphBuilder, x: Value, count: number): Value => {
  if (count === 0) return x;
  const [first, second, ...rest] = sizesOf(x);
  const pads = g.i64([0, 0, 0, 0, 0, count, 0, 0]);
  return g.op('Pad', [x, pads], { shape: [first, second + count, ...rest] });
};

/** torch's Conv2d: x [B, in, H, W] → [B, out, H′, W′]. */
export const conv2d = (
  g: GraphBuilder,
  x: Value,
  name: string,
  out: number,
  { kernel = 3, stride = 1, pads, bias = true }: ConvOptions = {},
): Value => {
  const [batch, channels, height, width] = sizesOf(x);
  const edge = kernel >> 1;
  const [top, left, bottom, right] = pads ?? [edge, edge, edge, edge];
  const zeros = zeroChannels(channels, kernel);
  const weight = g.weight(`${name}.weight`, [out, channels, kernel, kernel]);
  const inputs = [padSecond(g, g.cast(x), zeros), padSecond(g, weight, zeros)];
  if (bias) inputs.push(g.weight(`${name}.bias`, [out]));
  const span = (size: number, before: number, after: number) =>
    Math.floor((size + before + after - kernel) / stride) + 1;
  return g.op('Conv', inputs, {
    attrs: {
      kernel_shape: [kernel, kernel],
      strides: [stride, stride],
      pads: [top, left, bottom, right],
    },
    shape: [batch, out, span(height, top, bottom), span(width, left, right)],
  });
};

/** Nearest-neighbour upsampling to twice the size: [B, C, H, W] → [B, C, 2H, 2W]. */
export const upsample2 = (g: GraphBuilder, x: Value): Value => {
  const [batch, channels, height, width] = sizesOf(x);
  return g.op('Resize', [x, null, g.float([1, 1, 2, 2], [4], 'f32')], {
    attrs: { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
    shape: [batch, channels, 2 * height, 2 * width],
  });
};

/**
 * torch's GroupNorm on [B, C, H, W]: InstanceNormalization over [B, groups, C/groups·H·W], then an affine map
 * per channel. onnxruntime has no kernel for GroupNormalization. It would replace the operator by many others,
 * and compute the variance as E[x²] − E[x]².
 */
export const groupNorm = (
  g: GraphBuilder,
  x: Value,
  name: string,
  groups: number,
  epsilon = 1e-5,
): Value => {
  const [batch, channels, height, width] = sizesOf(x);
  const perGroup = (value: number) => g.float(Array<number>(groups).fill(value));
  const grouped = reshape(g, g.cast(x), [batch, groups, (channels / groups) * height * width]);
  const normal = g.op('InstanceNormalization', [grouped, perGroup(1), perGroup(0)], {
    attrs: { epsilon: { float: epsilon } },
  });
  const perChannel = (parameter: string) =>
    reshape(g, g.weight(`${name}.${parameter}`, [channels]), [channels, 1, 1]);
  const scaled = mul(g, reshape(g, normal, [...x.shape]), perChannel('weight'));
  return add(g, scaled, perChannel('bias'));
};

interface LayerNormOptions {
  /** Default true. */
  bias?: boolean;
  /** Default 1e-5. */
  epsilon?: number;
}

/**
 * torch's LayerNorm over the last axis, in the type of x. Thus a float32 residual stream is normalised in
 * float32.
 */
export const layerNorm = (
  g: GraphBuilder,
  x: Value,
  name: string,
  { bias = true, epsilon = 1e-5 }: LayerNormOptions = {},
): Value => {
  const size = lastSize(x);
  const inputs = [x, g.weight(`${name}.weight`, [size], { type: x.type })];
  if (bias) inputs.push(g.weight(`${name}.bias`, [size], { type: x.type }));
  return g.op('LayerNormalization', inputs, {
    attrs: { axis: -1, epsilon: { float: epsilon } },
  });
};
