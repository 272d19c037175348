import {
  GraphBuilder,
  type BuiltGraph,
  type GraphOptions,
  type Value,
} from '../../graphs/builder.ts';
import { add, conv2d, mul, sizesOf, slice } from '../../graphs/layers.ts';
import type { TensorList, WeightIndex } from '../../graphs/weights.ts';

/** The networks whose features LPIPS compares. */
export type LpipsNet = 'alex' | 'vgg';

/** One convolution with its ReLU. */
interface Layer {
  /** Number of the layer in torchvision's `features`. */
  at: number;
  channels: number;
  /** Defaults: a kernel of 3, a stride of 1, a border of half the kernel. */
  kernel?: number;
  stride?: number;
  border?: number;
}

/** A network: slices of layers. The features after each slice are compared. Before all slices but the first is a pooling. */
interface Trunk {
  slices: readonly (readonly Layer[])[];
  /** Kernel of the pooling; its stride is 2. AlexNet has none before the last two slices. */
  pool: number;
  poolBefore: readonly number[];
}

const vgg = (from: number, channels: number, count: number): Layer[] =>
  Array.from({ length: count }, (_, i) => ({ at: from + 2 * i, channels }));

const TRUNKS: Record<LpipsNet, Trunk> = {
  alex: {
    slices: [
      [{ at: 0, channels: 64, kernel: 11, stride: 4, border: 2 }],
      [{ at: 3, channels: 192, kernel: 5 }],
      [{ at: 6, channels: 384 }],
      [{ at: 8, channels: 256 }],
      [{ at: 10, channels: 256 }],
    ],
    pool: 3,
    poolBefore: [1, 2],
  },
  vgg: {
    slices: [vgg(0, 64, 2), vgg(5, 128, 2), vgg(10, 256, 3), vgg(17, 512, 3), vgg(24, 512, 3)],
    pool: 2,
    poolBefore: [1, 2, 3, 4],
  },
};

/** Means and standard deviations of the colours in −1…1 (`ScalingLayer`). */
const SHIFT = [-0.03, -0.088, -0.188];
const SCALE = [0.458, 0.448, 0.45];

/** Least width and height of a picture, pixels: smaller pictures have no pixel left after the poolings. */
export const LEAST_SIDE = 32;

/** Two pictures to compare, `size` in pixels. */
interface LpipsOptions extends GraphOptions {
  net: LpipsNet;
  width: number;
  height: number;
}

/** torch's MaxPool2d with a stride of 2 and no border. */
function maxPool(g: GraphBuilder, x: Value, kernel: number): Value {
  const [batch, channels, height, width] = sizesOf(x);
  const span = (size: number) => Math.floor((size - kernel) / 2) + 1;
  return g.op('MaxPool', [x], {
    attrs: { kernel_shape: [kernel, kernel], strides: [2, 2] },
    shape: [batch, channels, span(height), span(width)],
  });
}

/** Features divided by their length over the channels, which may be 0: x / (√Σx² + 10⁻¹⁰). */
function normalised(g: GraphBuilder, x: Value): Value {
  const [batch, , height, width] = sizesOf(x);
  const shape = [batch, 1, height, width];
  const squares = g.op('ReduceSum', [mul(g, x, x), g.i64([1])], { shape });
  return g.op('Div', [x, add(g, g.op('Sqrt', [squares]), g.float(1e-10))]);
}

/** The distance of the features after one slice: mean over pixels of the weighted squared differences. [1, 1, 1, 1]. */
function distance(g: GraphBuilder, features: Value, index: number): Value {
  const unit = normalised(g, features);
  const difference = g.op('Sub', [slice(g, unit, 0, 0, 1), slice(g, unit, 0, 1, 2)]);
  const name = `lin${index}.model.1`;
  const weighted = conv2d(g, mul(g, difference, difference), name, 1, { kernel: 1, bias: false });
  return g.op('ReduceMean', [weighted, g.i64([2, 3])], { shape: [1, 1, 1, 1] });
}

function assemble({ net, width, height, ...options }: LpipsOptions): GraphBuilder {
  const g = new GraphBuilder({ ...options, name: `LPIPS (${net})` });
  const { slices, pool, poolBefore } = TRUNKS[net];
  const perChannel = (values: number[]) => g.float(values, [1, 3, 1, 1]);
  const pictures = g.input('pictures', 'f32', [2, 3, height, width]);
  let x = mul(g, pictures, perChannel(SCALE.map((scale) => 2 / scale)));
  x = add(g, x, perChannel(SCALE.map((scale, c) => (-1 - SHIFT[c]) / scale)));
  let sum: Value | undefined;
  for (const [i, layers] of slices.entries()) {
    if (poolBefore.includes(i)) x = maxPool(g, x, pool);
    for (const { at, channels, kernel = 3, stride = 1, border = kernel >> 1 } of layers) {
      const pads = [border, border, border, border] as const;
      const name = `net.slice${i + 1}.${at}`;
      x = g.op('Relu', [conv2d(g, x, name, channels, { kernel, stride, pads })]);
    }
    const part = distance(g, x, i);
    sum = sum ? add(g, sum, part) : part;
  }
  if (sum) g.output('distance', sum);
  return g;
}

/**
 * LPIPS 0.1 of Zhang et al. 2018 ("The unreasonable effectiveness of deep features as a perceptual metric"):
 * `pictures [2, 3, H, W]` (RGB, 0…1) → `distance [1, 1, 1, 1]`, 0 for equal pictures. float32. The tensors have the names
 * of `lpips.LPIPS(net=…).state_dict()`.
 */
export const buildLpips = (options: LpipsOptions): BuiltGraph => assemble(options).build();

/** Tensors that a checkpoint must have. */
export const lpipsTensors = (net: LpipsNet): TensorList =>
  assemble({ net, width: LEAST_SIDE, height: LEAST_SIDE }).tensors;

/** Which network the weights are of, by the shape of the first layer. Null if they are not of LPIPS. */
export function lpipsNetOf({ tensors }: WeightIndex): LpipsNet | null {
  const first = tensors.get('net.slice1.0.weight')?.shape.join();
  if (!tensors.has('lin0.model.1.weight')) return null;
  return first === '64,3,11,11' ? 'alex' : first === '64,3,3,3' ? 'vgg' : null;
}
