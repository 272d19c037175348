import type { Feeds } from '../families/runner.ts';
import type { BuiltGraph } from '../graphs/builder.ts';

/** The size that is assumed for a size that only has a name. It is a typical number of patches that are not white. */
const UNKNOWN_SIZE = 256;

/** Inputs of the right types and sizes for a graph, all zero. Empty for an ONNX file from a user. */
export function zerosFor({ steps = [] }: BuiltGraph): Feeds {
  const feeds: Record<string, Feeds[string]> = {};
  for (const { op, outputs } of steps) {
    if (op !== 'input') continue;
    const [{ name, type, shape: dims }] = outputs;
    const shape = dims.map((dim) => (typeof dim === 'number' ? dim : UNKNOWN_SIZE));
    const length = shape.reduce((a, b) => a * b, 1);
    feeds[name] = {
      shape,
      data: type === 'i64' ? new BigInt64Array(length) : new Float32Array(length),
    };
  }
  return feeds;
}
