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
import type { TensorList, WeightEntry, WeightIndex, WeightType } from './weights.ts';

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

type LocatedEntry = WeightEntry & { file: string };

/** What every graph function takes besides its own configuration. */
export type GraphOptions = Omit<BuilderOptions, 'name'>;

/** A model for `InferenceSession.create(bytes, { externalData: files.map(path => ({ path, data })) })`. */
export interface BuiltGraph {
  bytes: Uint8Array<ArrayBuffer>;
  /** Names and shapes of the weights that the graph uses. */
  tensors: TensorList;
  /** Weight files that the graph points into. */
  files: readonly string[];
}

const WEIGHT_TYPE: Record<WeightType, ElementType> = { F32: 'f32', F16: 'f16', BF16: 'bf16' };

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
  private readonly nodes: ProtoWriter[] = [];
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
    return { name, type, shape };
  }

  /** Names a result. f16 leaves as f32: JavaScript has no half floats everywhere yet. */
  output(name: string, value: Value): void {
    const type = value.type === 'f16' ? 'f32' : value.type;
    const attributes: Record<string, Attribute> = value.type === type ? {} : { to: ELEMENT[type] };
    const op = value.type === type ? 'Identity' : 'Cast';
    this.node(op, [value.name], [name], attributes);
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
   * Tensor of the checkpoint, cast from its stored type to the compute type (or to `type`).
   * `shape` is the whole tensor's; `rows: [from, to]` takes that part of its first axis, still in place in the file.
   * Missing or differently shaped ones are collected and thrown by `build`, all together.
   */
  weight(name: string, shape: readonly number[], options: WeightOptions = {}): Value {
    const { type = this.compute, rows } = options;
    const part = rows ? `${name}[${rows[0]}:${rows[1]}]` : name;
    const entry = this.locate(name, shape);
    const partShape = rows ? [rows[1] - rows[0], ...shape.slice(1)] : shape;
    let initializer = this.cache.get(part);
    if (!initializer) {
      initializer = {
        name: `weight:${part}`,
        type: WEIGHT_TYPE[entry?.dtype ?? 'F32'],
        shape: partShape,
      };
      this.cache.set(part, initializer);
      if (entry) {
        const rowBytes = entry.byteLength / shape[0];
        const byteLength = rows ? rowBytes * partShape[0] : entry.byteLength;
        const offset = entry.offset + (rows ? rowBytes * rows[0] : 0);
        this.initializers.push(
          externalTensorProto(initializer.name, entry.file, {
            ...entry,
            shape: partShape,
            offset,
            byteLength,
          }),
        );
      }
    }
    return this.cast(initializer, type);
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
    const { name, nodes, initializers, inputs, outputs } = this;
    return {
      bytes: modelProto({ name, nodes, initializers, inputs, outputs }),
      tensors: this.used,
      files: [...this.files],
    };
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
    for (const { file, tensors } of this.weights ?? []) {
      const entry = tensors.get(name);
      if (entry?.shape.join() === shape.join()) {
        this.files.add(file);
        return { ...entry, file };
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
