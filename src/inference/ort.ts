/**
 * Loads onnxruntime-web. The backend decides which of three builds is loaded. Their files are served with the
 * page (`?url` puts them among the built assets). No CDN is used.
 */
import type * as Ort from 'onnxruntime-web';
import asyncifyMjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import asyncifyWasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import jspiMjs from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url';
import jspiWasm from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import wasmMjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasmWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { AppError } from '../core/errors.ts';
import { requestAdapter, type BackendChoice } from './backend.ts';
import { WASM_BYTES, weightFiles, type Engine, type OrtModule } from './engine.ts';
import { inferenceError } from './failures.ts';
import { keepAlive } from './keep-alive.ts';
import { arrived, keep } from './kept-runtime.ts';
import { checkedDevice } from './webgpu/checked-device.ts';
import { keepReadersAlive } from './webgpu/keep-readers-alive.ts';

/**
 * Whether the browser has JavaScript Promise Integration, which lets WASM wait for promises. The jspi build is
 * smaller and faster than the asyncify build.
 */
const hasJspi = (): boolean => 'Suspending' in WebAssembly;

interface Build {
  load: () => Promise<typeof Ort>;
  mjs: string;
  wasm: string;
}

const builds = {
  wasm: { load: () => import('onnxruntime-web/wasm'), mjs: wasmMjs, wasm: wasmWasm },
  jspi: { load: () => import('onnxruntime-web/jspi'), mjs: jspiMjs, wasm: jspiWasm },
  asyncify: { load: () => import('onnxruntime-web/webgpu'), mjs: asyncifyMjs, wasm: asyncifyWasm },
} satisfies Record<string, Build>;

const absolute = (url: string) => new URL(url, import.meta.url).href;

const buildFor = ({ backend }: Pick<BackendChoice, 'backend'>): keyof typeof builds =>
  backend === 'wasm' ? 'wasm' : hasJspi() ? 'jspi' : 'asyncify';

/**
 * URLs of the WASM files for a backend. The first is the one that a run needs. The CPU's stands in for a GPU that fails,
 * or that the next visit does not have.
 */
export const wasmFilesFor = (choice: Pick<BackendChoice, 'backend'>): string[] => [
  ...new Set([builds[buildFor(choice)].wasm, builds.wasm.wasm].map(absolute)),
];

/** An engine in a browser. */
export interface WebEngine extends Engine {
  choice: BackendChoice;
}

/**
 * Loads the build for the chosen backend. For WebGPU, it checks what the GPU computes. If the GPU computes
 * wrong numbers, the engine uses WASM instead (reason `wrong-adapter`).
 * @throws AppError `runtime-missing` if a file of onnxruntime cannot be loaded. onnxruntime then stays broken in
 * this worker. Other errors are those of `inferenceError`
 */
export async function loadOrt(choice: BackendChoice): Promise<WebEngine> {
  const build = buildFor(choice);
  if (build === 'jspi') keepReadersAlive();
  const wasm = absolute(builds[build].wasm);
  await arrived(wasm);
  const ort = await startBuild(build, choice.threads);
  keep(wasm).catch((error) => console.info('onnxruntime is not kept for the next visit.', error));
  try {
    if (choice.backend === 'wasm') return engineOn(ort, choice);
    const name = `${build} ${versionOf(ort)}`;
    const { check, device } = await checkedDevice(ort, adapterOrThrow, name);
    return device
      ? engineOn(ort, { ...choice, check }, device)
      : engineOn(ort, {
          ...choice,
          backend: 'wasm',
          rasterizer: 'cpu',
          reason: 'wrong-adapter',
          half: undefined,
          check,
        });
  } catch (error) {
    throw inferenceError(error, 'onnxruntime');
  }
}

/** Loads a build, and compiles its WASM file with a first session on the CPU. */
async function startBuild(kind: keyof typeof builds, threads: number): Promise<OrtModule> {
  try {
    const ort = await loadBuild(kind, threads);
    await keepAlive(ort, 'wasm');
    return ort;
  } catch (error) {
    const failure = inferenceError(error, 'onnxruntime');
    if (failure instanceof AppError && failure.code !== 'graph-invalid') throw failure;
    throw new AppError('runtime-missing', { message: String(error), stage: 'load', cause: error });
  }
}

/** Loads one of onnxruntime-web's builds and sets its options. @param threads threads of the WASM runtime */
export async function loadBuild(kind: keyof typeof builds, threads: number): Promise<OrtModule> {
  const build: Build = builds[kind];
  const ort = await build.load();
  ort.env.wasm.wasmPaths = { mjs: absolute(build.mjs), wasm: absolute(build.wasm) };
  ort.env.wasm.numThreads = threads;
  // This code already runs in a worker, so onnxruntime does not need to start another.
  ort.env.wasm.proxy = false;
  ort.env.logLevel = 'error';
  return ort;
}

/** Wraps a build as an engine. With a device, large networks run on it. Without one, all networks run on the CPU. */
export const engineOn = (ort: OrtModule, choice: BackendChoice, device?: GPUDevice): WebEngine => ({
  name: 'onnxruntime-web',
  version: versionOf(ort),
  ort,
  choice: device ? { ...choice, half: device.features.has('shader-f16') } : choice,
  providers: { large: device ? { name: 'webgpu', device } : 'wasm', small: 'wasm' },
  options: (model) => Promise.resolve({ externalData: weightFiles(model) }),
  heapBytes: WASM_BYTES,
  totalBytes: device ? undefined : WASM_BYTES,
  device,
});

const versionOf = ({ env: { versions } }: OrtModule): string => versions.web ?? versions.common;

/** Milliseconds to wait for an adapter. After a crash, the browser first starts its GPU process again. */
const ADAPTER_WAITS_MS = [0, 300, 1000, 2000];

async function adapterOrThrow(): Promise<GPUAdapter> {
  for (const waitMs of ADAPTER_WAITS_MS) {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    const adapter = await requestAdapter();
    if (adapter) return adapter;
  }
  throw new AppError('device-lost', { message: 'The GPU adapter is no longer available.' });
}
