import { offerGpu, type FoundGpu } from '../../cli/runtime/gpu.ts';
import type { BuiltGraph, Compute } from '../../src/graphs/builder.ts';
import type { Feeds } from '../../src/families/runner.ts';
import type { OrtModule, Provider } from '../../src/inference/engine.ts';
import { keepAlive } from '../../src/inference/keep-alive.ts';
import { requestDevice, type FeatureSet } from '../../src/inference/webgpu/device.ts';

/** One column of the table: an onnxruntime on a GPU, with or without the changes that this project makes. */
export interface Column {
  name: string;
  provider: 'web' | 'node';
  /** Features of the device. onnxruntime-node chooses them itself. */
  features?: FeatureSet;
  /** Whether shader variables get explicit zeros (docs/known-issues.md). */
  zeros: boolean;
}

export const COLUMNS: readonly Column[] = [
  { name: 'web, subgroups', provider: 'web', features: 'subgroups', zeros: true },
  { name: 'web, plain', provider: 'web', features: 'plain', zeros: true },
  { name: 'web, subgroups, no zeros', provider: 'web', features: 'subgroups', zeros: false },
  { name: 'web, plain, no zeros', provider: 'web', features: 'plain', zeros: false },
  { name: 'node', provider: 'node', zeros: false },
];

type Outputs = Record<string, Float32Array>;

/** An onnxruntime that can run graphs. */
export interface Runner {
  run: (
    graph: BuiltGraph,
    files: Readonly<Record<string, Uint8Array>>,
    feeds: Feeds,
    names: readonly string[],
  ) => Promise<Outputs>;
  /** Releases the device. */
  close: () => void;
}

function runnerOn(ort: OrtModule, provider: Provider, close: () => void = () => undefined): Runner {
  return {
    async run(graph, files, feeds, names) {
      const session = await ort.InferenceSession.create(graph.bytes, {
        executionProviders: [provider],
        externalData: graph.files.map((path) => ({ path, data: files[path] })),
        logSeverityLevel: 3,
      });
      try {
        const tensors = Object.entries(feeds).map(([name, feed]) => {
          if (!('data' in feed)) throw new Error(`${name} is not in the CPU's memory`);
          const { data, shape } = feed;
          return [
            name,
            data instanceof BigInt64Array
              ? new ort.Tensor('int64', data, shape)
              : new ort.Tensor('float32', data, shape),
          ] as const;
        });
        const results = await session.run(Object.fromEntries(tensors), names);
        const outputs: Outputs = {};
        for (const name of names)
          outputs[name] = (await results[name].getData(true)) as Float32Array;
        return outputs;
      } finally {
        await session.release();
      }
    },
    close,
  };
}

const nodeModule = async () => {
  const ort = await import('onnxruntime-node');
  ort.env.logLevel = 'error';
  return ort;
};

/** onnxruntime-node on the CPU, with which the others are compared. */
export const onCpu = async (): Promise<Runner> => runnerOn(await nodeModule(), 'cpu');

/** Opens the onnxruntime of a column. */
export async function open(
  { provider, features, zeros }: Column,
  found: FoundGpu,
): Promise<Runner> {
  if (provider === 'node' || !features) return runnerOn(await nodeModule(), 'webgpu');
  offerGpu(found.gpu);
  const ort: OrtModule = await import('onnxruntime-web/webgpu');
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const device = await requestDevice(await found.requestAdapter(), features);
  // `requestDevice` replaced this method by one that adds the zeros. This restores the original.
  if (!zeros) Reflect.deleteProperty(device, 'createShaderModule');
  await keepAlive(ort, { name: 'webgpu', device });
  return runnerOn(ort, { name: 'webgpu', device }, () => device.destroy());
}

/** The precisions that the adapter offers. */
export const precisions = ({ adapter }: FoundGpu): readonly Compute[] =>
  adapter.features.has('shader-f16') ? ['f32', 'f16'] : ['f32'];
