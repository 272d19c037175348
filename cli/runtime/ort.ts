import { totalmem } from 'node:os';
import type { BackendInUse } from '../../src/inference/backend.ts';
import type { Finding } from '../../src/inference/webgpu/finding.ts';
import { expectedResults, selfCheck } from '../../src/inference/webgpu/self-check.ts';
import type { Model } from '../../src/families/runner.ts';
import { weightFiles, type Engine, type SessionOptions } from '../../src/inference/engine.ts';

/**
 * Session options that say where the weight files are. If the weight files are in a folder on disk, onnxruntime opens
 * them itself. No weights then pass through JavaScript.
 */
async function weightOptions(model: Model): Promise<SessionOptions> {
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

/**
 * Loads onnxruntime-node. It computes on the CPU, or on WebGPU (Dawn). onnxruntime-node makes its own WebGPU device, which
 * the rasterizer cannot use.
 */
export async function loadOrtNode(choice: BackendInUse): Promise<Engine> {
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
      ...(await weightOptions(model)),
      intraOpNumThreads: threads,
      logSeverityLevel: 3,
    }),
  };
}

/** Whether this platform's build of onnxruntime-node can compute on WebGPU. */
export async function hasWebGpu(): Promise<boolean> {
  const { listSupportedBackends } = await import('onnxruntime-node');
  return listSupportedBackends().some(({ name, bundled }) => name === 'webgpu' && bundled);
}

/**
 * Checks whether onnxruntime-node computes correctly on the GPU. onnxruntime-node creates the device itself, with all
 * features of the adapter. So the check cannot be repeated with fewer features, as it can in a browser.
 * @throws the errors of onnxruntime on the CPU
 */
export async function checkWebGpu(): Promise<Finding> {
  const ort = await import('onnxruntime-node');
  ort.env.logLevel = 'error';
  return selfCheck(ort, 'webgpu', await expectedResults(ort, 'cpu'), false);
}
