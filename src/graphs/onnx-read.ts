import { protoFields, ProtoFile, type ProtoField } from './proto-read.ts';

/** Graph input or output; a dimension without a fixed size is null, a shape that is not told too. */
export interface OnnxValue {
  name: string;
  elementType: number;
  shape: readonly (number | null)[] | null;
}

/** Where a tensor's bytes lie in its own file. */
export interface OnnxTensor {
  /** The whole message. */
  start: number;
  end: number;
  /** Its `raw_data` field, payload only; null where the numbers are written otherwise. */
  raw: { start: number; end: number } | null;
}

/** What an ONNX file says about itself, read without its weights. */
export interface OnnxSummary {
  producer: string;
  /** Version of the default operator set. */
  opset: number;
  /** Inputs that are not weights. */
  inputs: readonly OnnxValue[];
  outputs: readonly OnnxValue[];
  /** How often each operator occurs, subgraphs included; `domain:Op` outside the default domain. */
  operators: ReadonlyMap<string, number>;
  domains: ReadonlySet<string>;
  /** The operator that makes the first output; what only passes it on is looked through. */
  lastOperator: string;
  /** Something in it lies in another file. */
  external: boolean;
  /** It brings functions or training graphs of its own. */
  functions: boolean;
  initializers: readonly OnnxTensor[];
  graph: { start: number; end: number };
}

/** Against files made to keep a reader busy; the largest background remover has some 20,000 nodes. */
const MAX_PARTS = 200_000;
const MAX_NODE_BYTES = 64 * 2 ** 20;
const MAX_DEPTH = 8;

const text = (bytes: Uint8Array, { start, end }: ProtoField) =>
  new TextDecoder().decode(bytes.subarray(start, end));

interface Facts {
  operators: Map<string, number>;
  domains: Set<string>;
  external: boolean;
}

/** A tensor in memory: only whether its numbers lie elsewhere. */
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
  if (depth > MAX_DEPTH) throw new RangeError('graphs lie too deep inside each other');
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

const child = (bytes: Uint8Array, wanted: number): Uint8Array | null => {
  for (const { number, wire, start, end } of protoFields(bytes))
    if (number === wanted && wire === 2) return bytes.subarray(start, end);
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

/** Operators that hand their input on. */
const PASSING = ['Identity', 'Cast', 'Reshape', 'Squeeze', 'Unsqueeze'];

/**
 * Reads an ONNX file's graph (field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3).
 * Weights are stepped over: a file of a gigabyte costs a few megabytes.
 * @throws RangeError where the bytes are no ONNX model
 */
export async function readOnnx(blob: Blob): Promise<OnnxSummary> {
  const file = new ProtoFile(blob);
  const facts: Facts = { operators: new Map(), domains: new Set(), external: false };
  let [producer, opset, functions, versions] = ['', 0, false, 0];
  let graph: { start: number; end: number } | null = null;
  let parts = 0;
  const count = () => {
    parts += 1;
    if (parts > MAX_PARTS) throw new RangeError(`more than ${MAX_PARTS} parts`);
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
  if (!graph || versions === 0 || opset === 0) throw new RangeError('it holds no model');

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
      for await (const part of file.fields(field.start, field.end)) {
        count();
        if (part.number === 8) weights.add(new TextDecoder().decode(await whole(part)));
        else if (part.number === 9) tensor.raw = { start: part.start, end: part.end };
        else if (part.number === 13 || (part.number === 14 && part.value !== 0))
          facts.external = true;
      }
      initializers.push(tensor);
    } else if (field.number === 15) readSparse(await whole(field), facts);
    else if (field.number === 11) inputs.push(readValue(await whole(field)));
    else if (field.number === 12) outputs.push(readValue(await whole(field)));
  }

  let maker = makers.get(outputs[0]?.name ?? '');
  for (let i = 0; maker && PASSING.includes(maker.operator) && i < 8; i++)
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
