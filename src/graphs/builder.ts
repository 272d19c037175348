import { AppError } from '../core/errors.ts';
import type {
  BuilderOptions,
  BuiltGraph,
  Compute,
  GraphOptions,
  GraphStep,
  OpOptions,
  Value,
  WeightOptions,
} from './graph-types.ts';
import {
  ELEMENT,
  externalTensorProto,
  inlineTensorProto,
  modelProto,
  nodeProto,
  valueInfoProto,
  type Attribute,
  type Dim,
  type ElementType,
} from './onnx.ts';
import type { ProtoWriter } from './proto.ts';
import type { ByteEntry, TensorList, WeightIndex, WeightType } from './weights.ts';

export type { Dim, ElementType };
export type { BuiltGraph, Compute, GraphOptions, GraphStep, Value };

/** A tensor of one of the weight files. */
type LocatedEntry = ByteEntry & { file: string; type: ElementType };

const WEIGHT_TYPE: Record<WeightType, ElementType> = {
  F32: 'f32',
  F16: 'f16',
  BF16: 'bf16',
};

/**
 * Writes an ONNX graph node by node, with the operators of opset 21 and `com.microsoft`. Weights stay in their
 * files; the graph refers to them.
 *
 *     const g = new GraphBuilder({ name: 'double', weights, compute: 'f16' });
 *     const x = g.input('x', 'f32', [1, 8]);
 *     const y = g.op('Mul', [g.cast(x), g.weight('gain', [8])]);
 *     g.output('y', y);                 // outputs are always f32
 *     const { bytes } = g.build();
 *
 * Shapes are not inferred: the caller gives `op` the shape of the result. The functions in `layers.ts` compute
 * these shapes.
 */
export class GraphBuilder {
  readonly compute: Compute;
  private readonly name: string;
  private readonly weights: readonly WeightIndex[] | undefined;
  private nodes: ProtoWriter[] = [];
  /** Nodes that only read weights. In the model they come before all other nodes (see `dequantised`). */
  private weightNodes: ProtoWriter[] = [];
  private readonly steps: GraphStep[] = [];
  private readonly initializers: ProtoWriter[] = [];
  private readonly inputs: ProtoWriter[] = [];
  private readonly outputs: ProtoWriter[] = [];
  private readonly used = new Map<string, readonly number[]>();
  private readonly files = new Set<string>();
  private readonly cache = new Map<string, Value>();
  private readonly problems: string[] = [];
  private counter = 0;

  constructor({ name, weights, compute = 'f32' }: BuilderOptions) {
    this.name = name;
    this.compute = compute;
    this.weights = weights && ('tensors' in weights ? [weights] : weights);
  }

  /** Names and shapes of the weights that the graph uses so far. No weight files are needed for this. */
  get tensors(): TensorList {
    return this.used;
  }

  /** Adds an input of the graph. */
  input(name: string, type: ElementType, shape: readonly Dim[]): Value {
    this.inputs.push(valueInfoProto(name, type, shape));
    const value: Value = { name, type, shape };
    this.steps.push({ op: 'input', inputs: [], outputs: [value] });
    return value;
  }

  /**
   * Adds an output of the graph. An f16 value is cast to f32, because not all JavaScript engines have half
   * floats.
   */
  output(name: string, value: Value): void {
    const type = value.type === 'f16' ? 'f32' : value.type;
    const attributes: Record<string, Attribute> = value.type === type ? {} : { to: ELEMENT[type] };
    const op = value.type === type ? 'Identity' : 'Cast';
    this.node(op, [value.name], [name], attributes);
    this.steps.push({ op, inputs: [value], outputs: [{ ...value, name, type }] });
    this.outputs.push(valueInfoProto(name, type, value.shape));
  }

  /** Adds one node with one result. An input of `null` omits an optional input of the operator. */
  op(op: string, inputs: readonly (Value | null)[], options: OpOptions = {}): Value {
    const first = inputs[0];
    const [value] = this.ops(
      op,
      inputs,
      [{ shape: options.shape ?? first?.shape ?? [], type: options.type ?? first?.type ?? 'f32' }],
      options,
    );
    return value;
  }

  /** Adds one node with several results. */
  ops(
    op: string,
    inputs: readonly (Value | null)[],
    results: readonly Omit<Value, 'name'>[],
    { attrs = {}, domain = '' }: Pick<OpOptions, 'attrs' | 'domain'> = {},
  ): Value[] {
    const values = results.map((result) => ({ ...result, name: this.fresh(op) }));
    this.steps.push({ op, inputs: inputs.filter((input) => input !== null), outputs: values });
    this.node(
      op,
      inputs.map((input) => input?.name ?? ''),
      values.map((value) => value.name),
      attrs,
      domain,
    );
    return values;
  }

  /**
   * A tensor of the checkpoint in the compute type (or in `type`). It may be stored in any type, quantised ones
   * included. `shape` is the shape of the whole tensor. `rows: [from, to]` uses only this range of the first
   * axis, without a copy. `build` throws one error for all tensors that are missing or have another shape.
   */
  weight(name: string, shape: readonly number[], options: WeightOptions = {}): Value {
    const { type = this.compute, rows } = options;
    const stored = this.stored(name, shape, rows);
    return stored.type === 'i8'
      ? this.dequantised(stored, name, shape, type, rows)
      : this.cast(stored, type);
  }

  /** An int64 constant inside the model: a vector, or a scalar for a number. */
  i64(values: number | readonly number[]): Value {
    return typeof values === 'number'
      ? this.constant('i64', [], [values])
      : this.constant('i64', [values.length], values);
  }

  /** A float constant inside the model, in the compute type or in `type`. A single number becomes a scalar. */
  float(
    values: number | readonly number[],
    shape: readonly number[] = typeof values === 'number' ? [] : [values.length],
    type: ElementType = this.compute,
  ): Value {
    return this.cast(
      this.constant('f32', shape, typeof values === 'number' ? [values] : values),
      type,
    );
  }

  /** The value in the compute type, or in `type`. No node is added if the value already has this type. */
  cast(value: Value, type: ElementType = this.compute): Value {
    if (value.type === type) return value;
    const key = `cast ${value.name} ${type}`;
    const cached = this.cache.get(key);
    if (cached) return cached;
    const result = this.op('Cast', [value], { type, attrs: { to: ELEMENT[type] } });
    this.cache.set(key, result);
    return result;
  }

  /**
   * The finished model.
   * @throws AppError `weights-invalid` that names the tensors that are missing or have another shape (at most 12)
   */
  build(): BuiltGraph {
    if (!this.weights) throw new AppError('internal', { message: 'build() needs weight files' });
    if (this.problems.length > 0) {
      const listed = this.problems.slice(0, 12).join('; ');
      const more = this.problems.length > 12 ? `; and ${this.problems.length - 12} more` : '';
      throw new AppError('weights-invalid', {
        message: `The weights do not fit ${this.name}: ${listed}${more}`,
        stage: 'load',
        values: { network: this.name, count: this.problems.length, tensor: this.problems[0] },
      });
    }
    const { name, initializers, inputs, outputs } = this;
    const nodes = [...this.weightNodes, ...this.nodes];
    return {
      bytes: modelProto({ name, nodes, initializers, inputs, outputs }),
      tensors: this.used,
      files: [...this.files],
      steps: this.steps,
    };
  }

  /**
   * A weight, computed from its quantised bytes. When onnxruntime creates a session, it computes constants in
   * advance, including casts of weights. It does not do this for DequantizeLinear. Therefore memory contains
   * only the bytes.
   *
   * onnxruntime orders nodes by a search that begins at the outputs. At each node it visits the inputs whose
   * nodes come later in the model first. If the weight nodes came after the layers, all weight nodes would run
   * at the beginning. They come before the layers, so each runs when its weight is needed. Tested by
   * quantised-memory.test.ts.
   */
  private dequantised(
    bytes: Value,
    name: string,
    shape: readonly number[],
    type: ElementType,
    rows: readonly [number, number] | undefined,
  ): Value {
    const key = `dequantised ${bytes.name} ${type}`;
    const cached = this.cache.get(key);
    if (cached) return cached;
    const later = this.nodes;
    this.nodes = this.weightNodes;
    // The scale of `int8x2` may be too small for a normal half float, so the weight is computed in f32 and
    // cast at the end.
    const scale = this.weight(`${name}.scale`, shape.slice(0, 1), { type: 'f32', rows });
    const scaled = (integers: Value, factor: Value) =>
      this.op('DequantizeLinear', [integers, factor], { type: 'f32', attrs: { axis: 0 } });
    let value: Value;
    if (this.weights?.some((index) => index.bytes?.has(`${name}.low`))) {
      const high = this.op('Mul', [scale, this.float(256, [], 'f32')]);
      const low = this.stored(`${name}.low`, shape, rows);
      value = this.op('Add', [scaled(bytes, high), scaled(low, scale)]);
    } else value = scaled(bytes, scale);
    value = this.cast(value, type);
    this.nodes = later;
    this.cache.set(key, value);
    return value;
  }

  /** The tensor, or the given rows of the tensor, in the type of the file. */
  private stored(
    name: string,
    shape: readonly number[],
    rows: readonly [number, number] | undefined,
  ): Value {
    const key = rows ? `${name}[${rows[0]}:${rows[1]}]` : name;
    const entry = this.locate(name, shape);
    const cached = this.cache.get(key);
    if (cached) return cached;
    const rowsShape = rows ? [rows[1] - rows[0], ...shape.slice(1)] : shape;
    const value: Value = {
      name: `weight:${key}`,
      type: entry?.type ?? 'f32',
      shape: rowsShape,
    };
    this.cache.set(key, value);
    if (entry) {
      const rowBytes = entry.byteLength / shape[0];
      const byteLength = rows ? rowBytes * rowsShape[0] : entry.byteLength;
      const offset = entry.offset + (rows ? rowBytes * rows[0] : 0);
      const location = { shape: rowsShape, offset, byteLength };
      this.initializers.push(externalTensorProto(value.name, entry.type, entry.file, location));
    }
    return value;
  }

  /** A constant inside the model. */
  private constant(
    type: 'f32' | 'i64',
    shape: readonly number[],
    values: readonly number[],
  ): Value {
    const key = `${type} [${shape.join()}] ${values.join()}`;
    const cached = this.cache.get(key);
    if (cached) return cached;
    const name = this.fresh(type);
    this.initializers.push(inlineTensorProto(name, type, shape, values));
    const value: Value = { name, type, shape };
    this.cache.set(key, value);
    return value;
  }

  /** Where a tensor is stored. Records a problem if it is missing or has another shape. */
  private locate(name: string, shape: readonly number[]): LocatedEntry | undefined {
    const first = !this.used.has(name);
    this.used.set(name, shape);
    let problem = `${name} is missing`;
    for (const { file, tensors, bytes } of this.weights ?? []) {
      const float = tensors.get(name);
      const entry = float ?? bytes?.get(name);
      if (entry?.shape.join() === shape.join()) {
        this.files.add(file);
        return { ...entry, file, type: float ? WEIGHT_TYPE[float.dtype] : 'i8' };
      }
      if (entry) problem = `${name} is [${entry.shape.join()}], not [${shape.join()}]`;
    }
    if (first) this.problems.push(problem);
    return undefined;
  }

  /** A new name for a value. */
  private fresh(hint: string): string {
    this.counter += 1;
    return `${hint}_${this.counter}`;
  }

  private node(
    op: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
    domain = '',
  ): void {
    this.nodes.push(nodeProto({ op, domain, inputs, outputs, attributes }));
  }
}
