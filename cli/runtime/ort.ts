import { totalmem } from 'node:os';
import type { Computing } from '../../src/inference/backend.ts';
import type { Finding } from '../../src/inference/webgpu/finding.ts';
import { expectedResults, selfCheck } from '../../src/inference/webgpu/self-check.ts';
import type { Model } from '../../src/families/runner.ts';
import { weightFiles, type Engine, type SessionOptions } from '../../src/inference/engine.ts';

/** onnxruntime opens the weight files itself, on disk; none passes through JavaScript. */
async function whereWeightsLie(model: Model): Promise<SessionOptions> {
  if (model.folder !== undefined)
    return { extra: { session: { model_external_initializers_file_folder_path: model.folder } } };
  const externalData = [];
  for (const { path, data } of weightFiles(model))
    externalData.push({
      path,
      data: data instanceof Blob ? new Uint8Array(await data.arrayBuffer()) : data,
    });
  return { externalData };
}

/** The door to onnxruntime-node: the CPU, or Dawn's WebGPU on a device of its own that it does not lend. */
export async function loadOrtNode(choice: Computing): Promise<Engine> {
  const { backend, threads } = choice;
  const ort = await import('onnxruntime-node');
  ort.env.logLevel = 'error';
  const { versions } = ort.env;
  return {
    name: 'onnxruntime-node',
    version: versions.node ?? versions.common,
    ort,
    choice,
    providers: { large: backend === 'webgpu' ? 'webgpu' : 'cpu', small: 'cpu' },
    totalBytes: backend === 'webgpu' ? undefined : totalmem(),
    options: async (model) => ({
      ...(await whereWeightsLie(model)),
      intraOpNumThreads: threads,
      logSeverityLevel: 3,
    }),
  };
}

/** True where this platform's build of onnxruntime-node computes on WebGPU. */
export async function hasWebGpu(): Promise<boolean> {
  const { listSupportedBackends } = await import('onnxruntime-node');
  return listSupportedBackends().some(({ name, bundled }) => name === 'webgpu' && bundled);
}

/**
 * Whether the GPU that onnxruntime-node takes computes right. It makes its device by itself, with all that the adapter
 * has: a wrong one cannot be made anew with less.
 * @throws what onnxruntime throws on the CPU
 */
export async function checkWebGpu(): Promise<Finding> {
  const ort = await import('onnxruntime-node');
  ort.env.logLevel = 'error';
  return selfCheck(ort, 'webgpu', await expectedResults(ort, 'cpu'), false);
}
