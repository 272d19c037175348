import { totalmem } from 'node:os';
import type { BackendInUse } from '../../src/inference/backend.ts';
import type { Model } from '../../src/families/runner.ts';
import {
  weightFiles,
  type Engine,
  type OrtModule,
  type SessionOptions,
} from '../../src/inference/engine.ts';
import { checkedDevice } from '../../src/inference/webgpu/checked-device.ts';
import type { DeviceCheck } from '../../src/inference/webgpu/finding.ts';
import { offerGpu, type FoundGpu } from './gpu.ts';

/** WASM has 32-bit addresses. */
const HEAP_BYTES = 2 ** 32;

type ExternalData = SessionOptions['externalData'];

/** The weight files as onnxruntime-node takes them: it cannot read Blobs. */
const inMemory = (files: ExternalData): Promise<ExternalData> =>
  Promise.all(
    (files ?? []).map(async (file) =>
      typeof file !== 'string' && file.data instanceof Blob
        ? { path: file.path, data: new Uint8Array(await file.data.arrayBuffer()) }
        : file,
    ),
  );

/**
 * Session options that say where the weight files are. If the weight files are in a folder on disk, onnxruntime opens
 * them itself. No weights then pass through JavaScript.
 */
async function weightOptions(model: Model): Promise<SessionOptions> {
  if (model.folder !== undefined)
    return { extra: { session: { model_external_initializers_file_folder_path: model.folder } } };
  return { externalData: await inMemory(weightFiles(model)) };
}

async function loadOrtNode() {
  const ort = await import('onnxruntime-node');
  ort.env.logLevel = 'error';
  return ort;
}

/** The engine that computes everything on the CPU: onnxruntime-node. */
export async function cpuEngine(choice: BackendInUse): Promise<Engine> {
  const ort = await loadOrtNode();
  const { versions } = ort.env;
  return {
    name: 'onnxruntime-node',
    version: versions.node ?? versions.common,
    ort,
    choice,
    providers: { large: 'cpu', small: 'cpu' },
    totalBytes: totalmem(),
    options: async (model) => ({
      ...(await weightOptions(model)),
      intraOpNumThreads: choice.threads,
      logSeverityLevel: 3,
    }),
  };
}

/** A device that passed the self-check, and the onnxruntime-web that computes on it. */
export interface CheckedGpu {
  ort: OrtModule;
  check: DeviceCheck;
  /** Null if the GPU computes wrong numbers with every set of features. */
  device: GPUDevice | null;
}

/**
 * Loads onnxruntime-web, as on the page, and checks what the GPU computes. Node before version 25 has no JavaScript
 * Promise Integration, so this is the asyncify build.
 */
export async function checkGpu({ gpu, requestAdapter }: FoundGpu): Promise<CheckedGpu> {
  offerGpu(gpu);
  const ort: OrtModule = await import('onnxruntime-web/webgpu');
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const { common, web } = ort.env.versions;
  return { ort, ...(await checkedDevice(ort, requestAdapter, `asyncify ${web ?? common}`)) };
}

/**
 * The engine that computes on a GPU: onnxruntime-web on a device of Dawn. The small networks run on onnxruntime-node,
 * whose CPU kernels are faster than WASM.
 */
export async function gpuEngine(
  web: OrtModule,
  device: GPUDevice,
  choice: BackendInUse,
): Promise<Engine> {
  const node = await loadOrtNode();
  const { versions } = web.env;
  const ort: OrtModule = {
    ...web,
    InferenceSession: {
      create: async (model, options = {}) =>
        options.executionProviders?.[0] === 'cpu'
          ? node.InferenceSession.create(model, {
              ...options,
              externalData: await inMemory(options.externalData),
              intraOpNumThreads: choice.threads,
            })
          : web.InferenceSession.create(model, options),
    },
  };
  return {
    name: 'onnxruntime-web',
    version: versions.web ?? versions.common,
    ort,
    choice,
    providers: { large: { name: 'webgpu', device }, small: 'cpu' },
    options: (model) => Promise.resolve({ externalData: weightFiles(model), logSeverityLevel: 3 }),
    heapBytes: HEAP_BYTES,
    device,
  };
}
