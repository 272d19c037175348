import { AppError } from '../core/errors.ts';
import { ProtoWriter } from './proto.ts';
import type { ByteEntry } from './weights.ts';

/**
 * ONNX's element types. This module writes the messages of onnx.proto that the builder needs
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3). The numbers in its calls are the field numbers of
 * onnx.proto.
 */
export const ELEMENT = { f32: 1, i8: 3, i32: 6, i64: 7, bool: 9, f16: 10, bf16: 16 } as const;
export type ElementType = keyof typeof ELEMENT;

/** A size, or the name of a size that is known only when the graph runs. */
export type Dim = number | string;

/**
 * The value of an attribute. Numbers become INT or INTS. A float must be given as `{ float }`, because
 * JavaScript does not distinguish 1 and 1.0.
 */
export type Attribute = number | readonly number[] | string | { float: number };

const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, ints: 7 } as const;

const attributeProto = (name: string, value: Attribute): ProtoWriter => {
  const proto = new ProtoWriter().string(1, name);
  if (typeof value === 'number') return proto.int(3, value).int(20, ATTRIBUTE_TYPE.int);
  if (typeof value === 'string') return proto.string(4, value).int(20, ATTRIBUTE_TYPE.string);
  if ('float' in value) return proto.float(2, value.float).int(20, ATTRIBUTE_TYPE.float);
  return proto.packedInts(8, value).int(20, ATTRIBUTE_TYPE.ints);
};

interface NodeInit {
  op: string;
  domain: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Readonly<Record<string, Attribute>>;
}

/** A node with its name. */
export const nodeProto = (node: NodeInit): ProtoWriter => {
  const proto = new ProtoWriter();
  for (const input of node.inputs) proto.string(1, input);
  for (const output of node.outputs) proto.string(2, output);
  // The node has the name of its result, so that onnxruntime's messages name the layer.
  proto.string(3, node.outputs[0]).string(4, node.op);
  for (const [name, value] of Object.entries(node.attributes))
    proto.message(5, attributeProto(name, value));
  return proto.string(7, node.domain);
};

/** @throws AppError `graph-invalid` for a size that is not whole: a config's numbers do not fit together */
function whole(size: number): bigint {
  if (Number.isSafeInteger(size)) return BigInt(size);
  throw new AppError('graph-invalid', {
    message: `a size of ${size} is not a whole number`,
    stage: 'load',
  });
}

/** A small constant with its bytes inside the model. */
export const inlineTensorProto = (
  name: string,
  type: 'f32' | 'i64',
  shape: readonly number[],
  values: readonly number[],
): ProtoWriter => {
  const data = type === 'f32' ? new Float32Array(values) : new BigInt64Array(values.map(whole));
  return new ProtoWriter()
    .packedInts(1, shape)
    .int(2, ELEMENT[type])
    .string(8, name)
    .bytes(9, new Uint8Array(data.buffer));
};

/** Adds the external location of its bytes to a tensor. */
export const withLocation = (
  tensor: ProtoWriter,
  file: string,
  offset: number,
  byteLength: number,
): ProtoWriter => {
  const pair = (key: string, value: string) => new ProtoWriter().string(1, key).string(2, value);
  return tensor
    .message(13, pair('location', file))
    .message(13, pair('offset', String(offset)))
    .message(13, pair('length', String(byteLength)))
    .int(14, 1);
};

/** A tensor whose bytes stay in the weight file. */
export const externalTensorProto = (
  name: string,
  type: ElementType,
  file: string,
  entry: ByteEntry,
): ProtoWriter =>
  withLocation(
    new ProtoWriter().packedInts(1, entry.shape).int(2, ELEMENT[type]).string(8, name),
    file,
    entry.offset,
    entry.byteLength,
  );

/** An input or output of the graph. */
export const valueInfoProto = (
  name: string,
  type: ElementType,
  shape: readonly Dim[],
): ProtoWriter => {
  const dims = new ProtoWriter();
  for (const dim of shape) {
    const proto = new ProtoWriter();
    dims.message(1, typeof dim === 'number' ? proto.int(1, dim) : proto.string(2, dim));
  }
  const tensor = new ProtoWriter().int(1, ELEMENT[type]).message(2, dims);
  return new ProtoWriter().string(1, name).message(2, new ProtoWriter().message(1, tensor));
};

interface GraphInit {
  name: string;
  nodes: readonly ProtoWriter[];
  initializers: readonly ProtoWriter[];
  inputs: readonly ProtoWriter[];
  outputs: readonly ProtoWriter[];
}

/** The whole ONNX file. Opset 21 is the first opset whose GroupNormalization has one scale per channel. */
export const modelProto = (graph: GraphInit): Uint8Array<ArrayBuffer> => {
  const body = new ProtoWriter();
  for (const node of graph.nodes) body.message(1, node);
  body.string(2, graph.name);
  for (const tensor of graph.initializers) body.message(5, tensor);
  for (const input of graph.inputs) body.message(11, input);
  for (const output of graph.outputs) body.message(12, output);
  const opset = (domain: string, version: number) =>
    new ProtoWriter().string(1, domain).int(2, version);
  return new ProtoWriter()
    .int(1, 10)
    .string(2, 'mouse-facelift')
    .message(7, body)
    .message(8, opset('', 21))
    .message(8, opset('com.microsoft', 1))
    .finish();
};
