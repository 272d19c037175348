import { AppError } from '../core/errors.ts';
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

export type { Attribute, Dim, ElementType };

/** Precision of the arithmetic, whatever the weights are stored in. */
export type Compute = 'f32' | 'f16';

/** A tensor somewhere in the graph. Its shape is what the builder's caller said it is. */
export interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly Dim[];
}

export interface OpOptions {
  attrs?: Readonly<Record<string, Attribute>>;
  /** Shape of the result; default: that of the first input. */
  shape?: readonly Dim[];
  /** Element type of the result; default: that of the first input. */
  type?: ElementType;
  /** `com.microsoft` for contributed operators. */
  domain?: string;
}

export interface BuilderOptions {
  /** Shows in onnxruntime's messages. */
  name: string;
  /** Files that hold the weights. Without them the builder only records what it would need (`tensors`). */
  weights?: WeightIndex | readonly WeightIndex[];
  /** Default `f32`. */
  compute?: Compute;
}

export interface WeightOptions {
  /** Element type in the graph; default: the compute type. */
  type?: ElementType;
  /** Part of the first axis, end excluded. */
  rows?: readonly [number, number];
}

type LocatedEntry = ByteEntry & { file: string; type: ElementType };

/** What every graph function takes besides its own configuration. */
export type GraphOptions = Omit<BuilderOptions, 'name'>;

/** One node, or an input of the graph (`op` is then `input`), with what goes in and what comes out. */
export interface GraphStep {
  op: string;
  inputs: readonly Value[];
  outputs: readonly Value[];
}

/** A model for `InferenceSession.create(bytes, { externalData: files.map(path => ({ path, data })) })`. */
export interface BuiltGraph {
  bytes: Uint8Array<ArrayBuffer>;
  /** Names and shapes of the weights that the graph uses. */
  tensors: TensorList;
  /** Weight files that the graph points into. */
  files: readonly string[];
  /** What it computes, in an order in which it could (`cost.ts`); graphs from elsewhere have none. */
  steps?: readonly GraphStep[];
}

const WEIGHT_TYPE: Record<WeightType, ElementType> = {
  F32: 'f32',
  F16: 'f16',
  BF16: 'bf16',
};

/**
 * Writes an ONNX graph node by node: opset 21 and `com.microsoft`, weights by reference.
 *
 *     const g = new GraphBuilder({ name: 'double', weights, compute: 'f16' });
 *     const x = g.input('x', 'f32', [1, 8]);
 *     const y = g.op('Mul', [g.cast(x), g.weight('gain', [8])]);
 *     g.output('y', y);                 // always f32 outside, whatever the compute type
 *     const { bytes } = g.build();
 *
 * Operators are not inferred: `op` believes the shape it is told, and the layers in `layers.ts` tell it.
 */
export class GraphBuilder {
  readonly compute: Compute;
  private readonly name: string;
  private readonly weights: readonly WeightIndex[] | undefined;
  private nodes: ProtoWriter[] = [];
  /** Nodes that only read weights; they precede all others in the model (see `weight`). */
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

  /** Weights asked for so far. With no weight files this is how a checkpoint's tensor list is computed. */
  get tensors(): TensorList {
    return this.used;
  }

  input(name: string, type: ElementType, shape: readonly Dim[]): Value {
    this.inputs.push(valueInfoProto(name, type, shape));
    const value: Value = { name, type, shape };
    this.steps.push({ op: 'input', inputs: [], outputs: [value] });
    return value;
  }

  /** Names a result. f16 leaves as f32: JavaScript has no half floats everywhere yet. */
  output(name: string, value: Value): void {
    const type = value.type === 'f16' ? 'f32' : value.type;
    const attributes: Record<string, Attribute> = value.type === type ? {} : { to: ELEMENT[type] };
    const op = value.type === type ? 'Identity' : 'Cast';
    this.node(op, [value.name], [name], attributes);
    this.steps.push({ op, inputs: [value], outputs: [{ ...value, name, type }] });
    this.outputs.push(valueInfoProto(name, type, value.shape));
  }

  /** One node with one result. `null` leaves an optional input out. */
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

  /** One node with several results. */
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
   * Tensor of the checkpoint in the compute type (or in `type`), however it is stored.
   * `shape` is the whole tensor's; `rows: [from, to]` takes that part of its first axis, still in place in the file.
   * Missing or differently shaped ones are collected and thrown by `build`, all together.
   */
  weight(name: string, shape: readonly number[], options: WeightOptions = {}): Value {
    const { type = this.compute, rows } = options;
    const stored = this.stored(name, shape, rows);
    return stored.type === 'i8'
      ? this.dequantised(stored, name, shape, type, rows)
      : this.cast(stored, type);
  }

  /** int64 constant inside the model: a vector, or a scalar when given a number. */
  i64(values: number | readonly number[]): Value {
    return typeof values === 'number'
      ? this.constant('i64', [], [values])
      : this.constant('i64', [values.length], values);
  }

  /** Float constant inside the model, in the compute type unless told otherwise. A number is a scalar. */
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

  /** Cast to the compute type, or to `type`; nothing where it already is. */
  cast(value: Value, type: ElementType = this.compute): Value {
    if (value.type === type) return value;
    const key = `cast ${value.name} ${type}`;
    const cached = this.cache.get(key);
    if (cached) return cached;
    const result = this.op('Cast', [value], { type, attrs: { to: ELEMENT[type] } });
    this.cache.set(key, result);
    return result;
  }

  /** @throws AppError `weights-invalid` naming every tensor that is missing or has another shape. */
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
   * A weight from its bytes. onnxruntime folds constants when it creates a session, casts of weights among them, but leaves
   * DequantizeLinear to each run: memory holds the bytes. It runs nodes in the order of a search from the outputs that visits
   * the later of a node's inputs first; behind the layers these nodes would all run at once, before them each runs where its weight
   * is needed.
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
    // A scale of 16 bits may be no normal half float: f32 until the weight is whole.
    const scale = this.weight(`${name}.scale`, shape.slice(0, 1), { type: 'f32', rows });
    const times = (part: Value, by: Value) =>
      this.op('DequantizeLinear', [part, by], { type: 'f32', attrs: { axis: 0 } });
    let value: Value;
    if (this.weights?.some((index) => index.bytes?.has(`${name}.low`))) {
      const high = this.op('Mul', [scale, this.float(256, [], 'f32')]);
      const low = this.stored(`${name}.low`, shape, rows);
      value = this.op('Add', [times(bytes, high), times(low, scale)]);
    } else value = times(bytes, scale);
    value = this.cast(value, type);
    this.nodes = later;
    this.cache.set(key, value);
    return value;
  }

  /** The tensor, or its rows, as the file has it. */
  private stored(
    name: string,
    shape: readonly number[],
    rows: readonly [number, number] | undefined,
  ): Value {
    const part = rows ? `${name}[${rows[0]}:${rows[1]}]` : name;
    const entry = this.locate(name, shape);
    const cached = this.cache.get(part);
    if (cached) return cached;
    const partShape = rows ? [rows[1] - rows[0], ...shape.slice(1)] : shape;
    const value: Value = {
      name: `weight:${part}`,
      type: entry?.type ?? 'f32',
      shape: partShape,
    };
    this.cache.set(part, value);
    if (entry) {
      const rowBytes = entry.byteLength / shape[0];
      const byteLength = rows ? rowBytes * partShape[0] : entry.byteLength;
      const offset = entry.offset + (rows ? rowBytes * rows[0] : 0);
      const place = { shape: partShape, offset, byteLength };
      this.initializers.push(externalTensorProto(value.name, entry.type, entry.file, place));
    }
    return value;
  }

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
