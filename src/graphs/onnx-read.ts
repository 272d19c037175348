import { protoFields, ProtoFile, type ProtoField } from './proto-read.ts';

/** An input or output of a graph. A size that is not fixed is null. A missing shape is also null. */
export interface OnnxValue {
  name: string;
  elementType: number;
  shape: readonly (number | null)[] | null;
}

/** Byte offsets of a tensor in the file. */
interface OnnxTensor {
  /** The whole message, end excluded. */
  start: number;
  end: number;
  /** The payload of the field `raw_data`; null if the numbers are in another field. */
  raw: { start: number; end: number } | null;
}

/** Facts about an ONNX file, read without its weights. */
export interface OnnxSummary {
  producer: string;
  /** Version of the default operator set. */
  opset: number;
  /** Inputs that are not weights. */
  inputs: readonly OnnxValue[];
  outputs: readonly OnnxValue[];
  /**
   * How often each operator occurs, including subgraphs. The key of an operator outside the default domain is
   * `domain:Op`.
   */
  operators: ReadonlyMap<string, number>;
  /** Domains of all operators. The default domain is the empty string. */
  domains: ReadonlySet<string>;
  /** The operator that computes the first output. Operators that only change type or shape are skipped. */
  lastOperator: string;
  /** Whether tensors are in another file. */
  external: boolean;
  /** Whether the file defines functions or training graphs. */
  functions: boolean;
  initializers: readonly OnnxTensor[];
  /** Byte offsets of the graph's message. */
  graph: { start: number; end: number };
}

/**
 * Limits against files that are made to keep a reader busy. The largest background remover has about 20,000
 * nodes. Tested by families/onnx-remover/recognise.test.ts.
 */
const MAX_FIELDS = 200_000;
const MAX_NODE_BYTES = 64 * 2 ** 20;
const MAX_DEPTH = 8;

const text = (bytes: Uint8Array, { start, end }: ProtoField) =>
  new TextDecoder().decode(bytes.subarray(start, end));

/** Facts that are collected while the nodes are read. */
interface Facts {
  operators: Map<string, number>;
  domains: Set<string>;
  external: boolean;
}

/** Whether the numbers of a tensor are stored in another file. */
const isExternal = (tensor: Uint8Array): boolean => {
  for (const { number, value } of protoFields(tensor))
    if (number === 13 || (number === 14 && value !== 0)) return true;
  return false;
};

function readAttribute(attribute: Uint8Array, facts: Facts, depth: number): void {
  for (const { number, start, end } of protoFields(attribute)) {
    const inner = attribute.subarray(start, end);
    if (number === 5 || number === 10) facts.external ||= isExternal(inner);
    else if (number === 22 || number === 23) readSparse(inner, facts);
    else if (number === 6 || number === 11) readSubgraph(inner, facts, depth + 1);
  }
}

function readSparse(sparse: Uint8Array, facts: Facts): void {
  for (const { number, start, end } of protoFields(sparse))
    if (number === 1 || number === 2) facts.external ||= isExternal(sparse.subarray(start, end));
}

function readSubgraph(graph: Uint8Array, facts: Facts, depth: number): void {
  if (depth > MAX_DEPTH) throw new RangeError('its graphs are nested too deeply');
  for (const { number, start, end } of protoFields(graph)) {
    const inner = graph.subarray(start, end);
    if (number === 1) readNode(inner, facts, depth);
    else if (number === 5) facts.external ||= isExternal(inner);
    else if (number === 15) readSparse(inner, facts);
  }
}

function readNode(node: Uint8Array, facts: Facts, depth: number) {
  const inputs: string[] = [];
  const outputs: string[] = [];
  let [operator, domain] = ['', ''];
  for (const field of protoFields(node)) {
    if (field.number === 1) inputs.push(text(node, field));
    else if (field.number === 2) outputs.push(text(node, field));
    else if (field.number === 4) operator = text(node, field);
    else if (field.number === 7) domain = text(node, field);
    else if (field.number === 5) readAttribute(node.subarray(field.start, field.end), facts, depth);
  }
  if (domain === 'ai.onnx') domain = '';
  facts.domains.add(domain);
  const name = domain === '' ? operator : `${domain}:${operator}`;
  facts.operators.set(name, (facts.operators.get(name) ?? 0) + 1);
  return { operator: name, input: inputs[0] ?? '', outputs };
}

/** Payload of the first field with this number, if it is length-delimited. */
const child = (bytes: Uint8Array, fieldNumber: number): Uint8Array | null => {
  for (const { number, wire, start, end } of protoFields(bytes))
    if (number === fieldNumber && wire === 2) return bytes.subarray(start, end);
  return null;
};

function readValue(bytes: Uint8Array): OnnxValue {
  const name = child(bytes, 1);
  const type = child(bytes, 2);
  const tensor = type && child(type, 1);
  const shape = tensor && child(tensor, 2);
  let elementType = 0;
  if (tensor)
    for (const { number, wire, value } of protoFields(tensor))
      if (number === 1 && wire === 0) elementType = value;
  const sizes: (number | null)[] = [];
  if (shape)
    for (const { number, start, end } of protoFields(shape)) {
      if (number !== 1) continue;
      let size: number | null = null;
      for (const dim of protoFields(shape.subarray(start, end)))
        if (dim.number === 1 && dim.wire === 0 && dim.value > 0) size = dim.value;
      sizes.push(size);
    }
  return {
    name: new TextDecoder().decode(name ?? new Uint8Array()),
    elementType,
    shape: shape && sizes,
  };
}

/** Operators that change only the type or the shape. */
const SKIPPED = ['Identity', 'Cast', 'Reshape', 'Squeeze', 'Unsqueeze'];

/**
 * Reads an ONNX file's graph (field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3). Weights
 * are skipped: of a file of one gigabyte, only a few megabytes are read.
 * @throws RangeError if the bytes are not an ONNX model, or if they exceed the limits above
 */
export async function readOnnx(blob: Blob): Promise<OnnxSummary> {
  const file = new ProtoFile(blob);
  const facts: Facts = { operators: new Map(), domains: new Set(), external: false };
  let [producer, opset, functions, versions] = ['', 0, false, 0];
  let graph: { start: number; end: number } | null = null;
  let fields = 0;
  const count = () => {
    fields += 1;
    if (fields > MAX_FIELDS) throw new RangeError(`more than ${MAX_FIELDS} fields`);
  };
  const whole = ({ start, end }: ProtoField) => {
    if (end - start > MAX_NODE_BYTES) throw new RangeError('a node is too large');
    return file.bytes(start, end);
  };

  for await (const field of file.fields()) {
    count();
    const { number, wire } = field;
    if (number === 1 && wire === 0) versions = field.value;
    else if (number === 2) producer = new TextDecoder().decode(await whole(field));
    else if (number === 7 && wire === 2) graph = { start: field.start, end: field.end };
    else if (number === 8) {
      const set = await whole(field);
      const domain = new TextDecoder().decode(child(set, 1) ?? new Uint8Array());
      for (const { number, value } of protoFields(set))
        if (number === 2 && (domain === '' || domain === 'ai.onnx')) opset = value;
    } else if (number === 20 || number === 25) functions = true;
  }
  if (!graph || versions === 0 || opset === 0) throw new RangeError('it contains no model');

  const inputs: OnnxValue[] = [];
  const outputs: OnnxValue[] = [];
  const initializers: OnnxTensor[] = [];
  const weights = new Set<string>();
  const makers = new Map<string, { operator: string; input: string }>();
  for await (const field of file.fields(graph.start, graph.end)) {
    count();
    if (field.wire !== 2) continue;
    if (field.number === 1) {
      const { operator, input, outputs: results } = readNode(await whole(field), facts, 0);
      for (const result of results) makers.set(result, { operator, input });
    } else if (field.number === 5) {
      const tensor: OnnxTensor = { start: field.start, end: field.end, raw: null };
      for await (const inner of file.fields(field.start, field.end)) {
        count();
        if (inner.number === 8) weights.add(new TextDecoder().decode(await whole(inner)));
        else if (inner.number === 9) tensor.raw = { start: inner.start, end: inner.end };
        else if (inner.number === 13 || (inner.number === 14 && inner.value !== 0))
          facts.external = true;
      }
      initializers.push(tensor);
    } else if (field.number === 15) readSparse(await whole(field), facts);
    else if (field.number === 11) inputs.push(readValue(await whole(field)));
    else if (field.number === 12) outputs.push(readValue(await whole(field)));
  }

  let maker = makers.get(outputs[0]?.name ?? '');
  for (let i = 0; maker && SKIPPED.includes(maker.operator) && i < 8; i++)
    maker = makers.get(maker.input);
  return {
    producer,
    opset,
    inputs: inputs.filter(({ name }) => !weights.has(name)),
    outputs,
    ...facts,
    lastOperator: maker?.operator ?? '',
    functions,
    initializers,
    graph,
  };
}
