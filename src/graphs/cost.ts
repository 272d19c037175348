import type { BuiltGraph, Compute, GraphOptions, GraphStep } from './builder.ts';
import {
  ALIAS,
  bytesOf,
  operatorCosts,
  product,
  stepCosts,
  withSizes,
  type NamedSizes,
  type OperatorCost,
  type StepCost,
} from './step-cost.ts';
import {
  isQuantisable,
  type ByteEntry,
  type TensorList,
  type WeightEntry,
  type WeightIndex,
} from './weights.ts';

/** How the tensors of a checkpoint are stored in its file. weights.ts describes `int8` and `int8x2`. */
export type Storage = 'f32' | 'f16' | 'int8' | 'int8x2';

/** How a network is stored, and in which precision it is computed. */
export interface Precision {
  /** Default `f16`. */
  storage?: Storage;
  /** Default `f16`. */
  compute?: Compute;
}

/** What the cost of a graph depends on. */
export interface CostOptions extends Precision {
  /** Values of the sizes that are only names in the graph. Default: the graph has no such sizes. */
  sizes?: NamedSizes;
}

/** The cost of a network, computed without its weights. */
export interface NetworkCost {
  parameters: number;
  /** Bytes of the tensors in the weight file. */
  weightBytes: number;
  /**
   * Bytes of the weights in a session. onnxruntime casts the weights once in advance, so they are counted in
   * the compute type.
   */
  residentBytes: number;
  /**
   * Largest number of bytes of intermediate results that exist at the same time. Inputs, outputs, and the
   * reordered inputs of attention (which runs tiled) are included. Copies for convolutions and buffers that are
   * kept for reuse are not included. With these, WASM was measured to need twice as much.
   */
  activationBytes: number;
  /** Bytes of the largest single tensor, weights included. A binding of the GPU must be at least as large. */
  largestBytes: number;
  /**
   * Floating-point operations of convolutions, matrix products and attention. A multiply-add counts as two. All
   * other operations are few.
   */
  flops: number;
  /** The steps of one run, in a valid order of computation. */
  steps: readonly StepCost[];
  /** The same work, added up per operator. */
  operators: readonly OperatorCost[];
}

/** The index of a weight file with these tensors. The file does not need to exist. */
const indexOf = (tensors: TensorList, storage: Storage): WeightIndex => {
  const floats = new Map<string, WeightEntry>();
  const bytes = new Map<string, ByteEntry>();
  const entry = (shape: readonly number[], itemBytes: number): ByteEntry => ({
    shape,
    offset: 0,
    byteLength: itemBytes * product(shape),
  });
  const float = storage === 'f16' ? ({ dtype: 'F16' } as const) : ({ dtype: 'F32' } as const);
  for (const [name, shape] of tensors) {
    if (storage === 'f32' || storage === 'f16' || !isQuantisable(shape)) {
      floats.set(name, { ...float, ...entry(shape, float.dtype === 'F16' ? 2 : 4) });
      continue;
    }
    bytes.set(name, entry(shape, 1));
    if (storage === 'int8x2') bytes.set(`${name}.low`, entry(shape, 1));
    floats.set(`${name}.scale`, { dtype: 'F32', ...entry(shape.slice(0, 1), 4) });
  }
  return { file: storage, tensors: floats, bytes };
};

/** Operators whose result overwrites the first input if no later step needs this input. */
const IN_PLACE = new Set(['Add', 'Mul', 'Sub', 'Min', 'Gelu', 'QuickGelu', 'Sigmoid']);

/**
 * Weights, memory and work of a network at given sizes, computed from its graph.
 *
 *     networkCost(unetTensors(config), (options) => buildUnet(config, { ...options, halves: 2, tokens: 77 }))
 *
 * @param tensors the tensor list of the checkpoint; the network may use only some of them
 * @param build builds the graph. If sizes are only names (a pruned GS-LRM), `sizes` must give their values
 * @throws AppError `internal` if a size is only a name and has no value
 */
export const networkCost = (
  tensors: TensorList,
  build: (options: GraphOptions) => BuiltGraph,
  { storage = 'f16', compute = 'f16', sizes = {} }: CostOptions = {},
): NetworkCost => {
  const weights = indexOf(tensors, storage);
  const { steps: named = [], tensors: used } = build({ weights, compute });
  const graph = withSizes(named, sizes);
  const steps = stepCosts(graph);
  const files = [...weights.tensors, ...(weights.bytes ?? [])];
  const ofNetwork = (name: string) => used.has(name);
  const { activationBytes, residentBytes, largestBytes } = memoryOf(graph);
  return {
    parameters: [...used]
      .filter(([name]) => tensors.has(name))
      .reduce((sum, [, shape]) => sum + product(shape), 0),
    weightBytes: files
      .filter(([name]) => ofNetwork(name))
      .reduce((sum, [, { byteLength }]) => sum + byteLength, 0),
    residentBytes,
    activationBytes,
    largestBytes,
    flops: steps.reduce((sum, step) => sum + step.flops, 0),
    steps,
    operators: operatorCosts(steps),
  };
};

type Memory = Pick<NetworkCost, 'residentBytes' | 'activationBytes' | 'largestBytes'>;

/**
 * Goes through the steps and counts the buffers in use. A value that no step makes is a constant. A result is
 * also a constant if all inputs are constants, unless the operator is DequantizeLinear.
 */
const memoryOf = (steps: readonly GraphStep[]): Memory => {
  const lastUse = new Map<string, number>();
  /** Value → name of its buffer. Constants have no buffer. */
  const buffer = new Map<string, string>();
  for (const [i, { op, inputs, outputs }] of steps.entries()) {
    const used = inputs.map((x) => buffer.get(x.name)).filter((name) => name !== undefined);
    const constant = op !== 'input' && op !== 'DequantizeLinear' && used.length === 0;
    for (const name of used) lastUse.set(name, i);
    if (constant) continue;
    for (const { name } of outputs)
      buffer.set(name, (ALIAS.has(op) && buffer.get(inputs[0].name)) || name);
  }
  let [live, activationBytes, largestBytes] = [0, 0, 0];
  const size = new Map<string, number>();
  const constants = new Map<string, number>();
  for (const [i, { op, inputs, outputs }] of steps.entries()) {
    if (!outputs.some(({ name }) => buffer.has(name))) continue;
    for (const x of inputs) if (!buffer.has(x.name)) constants.set(x.name, bytesOf(x));
    for (const x of outputs) largestBytes = Math.max(largestBytes, bytesOf(x));
    const free = new Set(
      inputs.map((x) => buffer.get(x.name) ?? '').filter((name) => lastUse.get(name) === i),
    );
    const first = inputs.length > 0 ? buffer.get(inputs[0].name) : undefined;
    const overwrites = first !== undefined && IN_PLACE.has(op) && free.has(first);
    for (const x of outputs) {
      if (buffer.get(x.name) !== x.name) continue;
      size.set(x.name, bytesOf(x));
      live += bytesOf(x);
      if (overwrites) live -= size.get(first) ?? 0;
    }
    const reordered =
      op === 'MultiHeadAttention' ? inputs.reduce((sum, x) => sum + bytesOf(x), 0) : 0;
    activationBytes = Math.max(activationBytes, live + reordered);
    for (const name of free) if (!(overwrites && name === first)) live -= size.get(name) ?? 0;
  }
  const sizes = [...constants.values()];
  return {
    residentBytes: sizes.reduce((a, b) => a + b, 0),
    activationBytes,
    largestBytes: sizes.reduce((a, b) => Math.max(a, b), largestBytes),
  };
};
