/** Types of the graph builder (builder.ts). */

import type { Attribute, Dim, ElementType } from './onnx.ts';
import type { TensorList, WeightIndex } from './weights.ts';

/** Precision of the arithmetic. The weights may be stored in another precision. */
export type Compute = 'f32' | 'f16';

/** A tensor in the graph. The caller gives its shape; the builder does not infer shapes. */
export interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly Dim[];
}

/** Options of one node. */
export interface OpOptions {
  attrs?: Readonly<Record<string, Attribute>>;
  /** Shape of the result. Default: that of the first input. */
  shape?: readonly Dim[];
  /** Element type of the result. Default: that of the first input. */
  type?: ElementType;
  /** `com.microsoft` for onnxruntime's contributed operators. Default: ONNX's domain. */
  domain?: string;
}

export interface BuilderOptions {
  /** Name of the network, for error messages, including those of onnxruntime. */
  name: string;
  /** The weight files. Without them the builder only lists the tensors that the network needs (`tensors`). */
  weights?: WeightIndex | readonly WeightIndex[];
  /** Default `f32`. */
  compute?: Compute;
}

export interface WeightOptions {
  /** Element type in the graph. Default: the compute type. */
  type?: ElementType;
  /** Range of the first axis, end excluded. */
  rows?: readonly [number, number];
}

/** The options that all graph functions have. */
export type GraphOptions = Omit<BuilderOptions, 'name'>;

/** One node with its inputs and outputs. For an input of the graph `op` is `input`. */
export interface GraphStep {
  op: string;
  inputs: readonly Value[];
  outputs: readonly Value[];
}

/** A model. Use it with `InferenceSession.create(bytes, { externalData: files.map(path => ({ path, data })) })`. */
export interface BuiltGraph {
  /** The ONNX file. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Names and shapes of the weights that the graph uses. */
  tensors: TensorList;
  /** The weight files that the graph refers to. */
  files: readonly string[];
  /** All inputs and nodes, in a valid order of computation (`cost.ts`). Absent for ONNX files from users. */
  steps?: readonly GraphStep[];
}
