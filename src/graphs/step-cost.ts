import type { Dim, ElementType, GraphStep, Value } from './builder.ts';
import { sizesOf } from './layers.ts';

/** The work of one step of a graph in one run. */
export interface StepCost {
  /** The ONNX operator. */
  op: string;
  /** Floating-point operations, counted as in `NetworkCost.flops`. */
  flops: number;
  /** Bytes of all inputs, weights included. Each input is counted once, as if caches were perfect. */
  readBytes: number;
  writtenBytes: number;
}

/** The work of all steps with one operator. */
export interface OperatorCost extends StepCost {
  /** Number of steps. */
  nodes: number;
}

/** Values of the sizes that are only names in a graph, for example `{ kept: 800 }` for a pruned GS-LRM. */
export type NamedSizes = Readonly<Record<string, number>>;

const BYTES: Record<ElementType, number> = {
  f32: 4,
  i8: 1,
  i32: 4,
  i64: 8,
  bool: 1,
  f16: 2,
  bf16: 2,
};

export const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** @throws AppError `internal` if a size is only a name */
export const bytesOf = (x: Value): number => product(sizesOf(x)) * BYTES[x.type];

/** Operators whose result is the first input under another name. */
export const ALIAS: ReadonlySet<string> = new Set(['Reshape', 'Identity']);

/** Operators that read only as much of their first input as they output. */
const READS_PART = new Set(['Slice', 'Gather', 'Split']);

const sumOf = (values: readonly Value[]) => values.reduce((sum, x) => sum + bytesOf(x), 0);

/** A size such as `2+kept*64`, computed. It stays a text if a name in it has no value. */
const computed = (dim: Dim, sizes: NamedSizes): Dim => {
  if (typeof dim === 'number') return dim;
  const factor = (text: string) => sizes[text] ?? Number(text);
  const value = dim
    .split('+')
    .map((term) => product(term.split('*').map(factor)))
    .reduce((a, b) => a + b, 0);
  return Number.isNaN(value) ? dim : value;
};

/** The steps with the values of named sizes. */
export const withSizes = (steps: readonly GraphStep[], sizes: NamedSizes): GraphStep[] => {
  const known = (x: Value) => ({ ...x, shape: x.shape.map((dim) => computed(dim, sizes)) });
  return steps.map(({ op, inputs, outputs }) => ({
    op,
    inputs: inputs.map(known),
    outputs: outputs.map(known),
  }));
};

/** Floating-point operations of convolutions, matrix products and attention; 0 for all other operators. */
export const flopsOf = ({ op, inputs, outputs: [out] }: GraphStep): number => {
  const [a, b] = inputs;
  if (op === 'Gemm' || op === 'MatMul')
    return 2 * product(sizesOf(out)) * sizesOf(a)[a.shape.length - 1];
  if (op === 'Conv') return 2 * product(sizesOf(out)) * product(sizesOf(b).slice(1));
  if (op === 'MultiHeadAttention') return 4 * product(sizesOf(a)) * sizesOf(b)[1];
  return 0;
};

/** onnxruntime copies the inputs of attention into another order first, so each is read twice. */
const bytesMoved = ({ op, inputs, outputs }: GraphStep) => {
  const writtenBytes = sumOf(outputs);
  if (op === 'MultiHeadAttention')
    return { readBytes: 2 * sumOf(inputs), writtenBytes: writtenBytes + sumOf(inputs) };
  if (READS_PART.has(op)) return { readBytes: writtenBytes, writtenBytes };
  return { readBytes: sumOf(inputs), writtenBytes };
};

/**
 * The steps that onnxruntime computes in each run, with their work. Left out are inputs, renamed values, and
 * what onnxruntime computes in advance from weights alone, such as casts. Dequantised weights are computed in
 * each run (docs/graphs.md).
 *
 * The bytes are a lower bound: copies of convolutions into other layouts are not counted.
 */
export const stepCosts = (steps: readonly GraphStep[]): StepCost[] => {
  const variable = new Set<string>();
  const costs: StepCost[] = [];
  for (const step of steps) {
    const { op, inputs, outputs } = step;
    const always = op === 'input' || op === 'DequantizeLinear';
    if (!always && !inputs.some(({ name }) => variable.has(name))) continue;
    for (const { name } of outputs) variable.add(name);
    if (op === 'input' || ALIAS.has(op)) continue;
    costs.push({ op, flops: flopsOf(step), ...bytesMoved(step) });
  }
  return costs;
};

/** One record per operator, the one with most operations first, then the one that moves most bytes. */
export const operatorCosts = (steps: readonly StepCost[]): OperatorCost[] => {
  const all = new Map<string, OperatorCost>();
  for (const { op, flops, readBytes, writtenBytes } of steps) {
    const sum = all.get(op) ?? { op, nodes: 0, flops: 0, readBytes: 0, writtenBytes: 0 };
    sum.nodes += 1;
    sum.flops += flops;
    sum.readBytes += readBytes;
    sum.writtenBytes += writtenBytes;
    all.set(op, sum);
  }
  const moved = (cost: OperatorCost) => cost.readBytes + cost.writtenBytes;
  return [...all.values()].sort((a, b) => b.flops - a.flops || moved(b) - moved(a));
};
