import * as ort from 'onnxruntime-web/wasm';
import type { Feed } from '../families/runner.ts';
import type { BuiltGraph } from '../graphs/builder.ts';

const tensor = ({ data, shape }: Feed) =>
  data instanceof BigInt64Array
    ? new ort.Tensor('int64', data, shape)
    : new ort.Tensor('float32', data, shape);

/**
 * Runs a graph once on onnxruntime-web's WASM in Node.
 * @param files the bytes of the weight files, by file name
 * @returns all outputs, by name
 */
export const runGraph = async (
  graph: BuiltGraph,
  files: Readonly<Record<string, Uint8Array>>,
  feeds: Readonly<Record<string, Feed>>,
): Promise<Record<string, { data: Float32Array; shape: readonly number[] }>> => {
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const session = await ort.InferenceSession.create(graph.bytes, {
    executionProviders: ['wasm'],
    externalData: graph.files.map((path) => ({ path, data: files[path] })),
  });
  try {
    const named = Object.entries(feeds).map(([name, feed]) => [name, tensor(feed)] as const);
    const results = await session.run(Object.fromEntries(named));
    return Object.fromEntries(
      Object.entries(results).map(([name, result]) => [
        name,
        { data: result.data as Float32Array, shape: result.dims },
      ]),
    );
  } finally {
    await session.release();
  }
};
