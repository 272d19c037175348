/**
 * The door to onnxruntime-web. Which of its three builds is loaded depends on the backend; its files
 * are served by us (`?url` puts them among the built assets), never by a CDN.
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
import { weightFiles, type Engine, type OrtModule } from './engine.ts';
import { inferenceError } from './failures.ts';
import { keepAlive } from './keep-alive.ts';
import { checkedDevice } from './webgpu/checked-device.ts';
import { holdReaders } from './webgpu/hold-readers.ts';

/** JavaScript Promise Integration: WASM may wait for promises; smaller and faster than asyncify. */
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

/** What runs in a browser. */
export interface WebEngine extends Engine {
  choice: BackendChoice;
}

/** Loads the build for the chosen backend, points it at our own files, and checks the GPU where one was chosen. */
export async function loadOrt(choice: BackendChoice): Promise<WebEngine> {
  const build = choice.backend === 'wasm' ? 'wasm' : hasJspi() ? 'jspi' : 'asyncify';
  if (build === 'jspi') holdReaders();
  const ort = await loadBuild(build, choice.threads);
  try {
    if (choice.backend === 'wasm') {
      await keepAlive(ort, 'wasm');
      return engineOn(ort, choice);
    }
    const name = `${build} ${versionOf(ort)}`;
    const { check, device } = await checkedDevice(ort, adapterOrThrow, name);
    return device
      ? engineOn(ort, { ...choice, check }, device)
      : engineOn(ort, {
          ...choice,
          backend: 'wasm',
          rasterizer: 'cpu',
          reason: 'wrong-adapter',
          check,
        });
  } catch (error) {
    throw inferenceError(error, 'onnxruntime');
  }
}

/** One of onnxruntime-web's builds, ready for its first session. */
export async function loadBuild(kind: keyof typeof builds, threads: number): Promise<OrtModule> {
  const build: Build = builds[kind];
  const ort = await build.load();
  const absolute = (url: string) => new URL(url, import.meta.url).href;
  ort.env.wasm.wasmPaths = { mjs: absolute(build.mjs), wasm: absolute(build.wasm) };
  ort.env.wasm.numThreads = threads;
  // We are in a worker of our own already.
  ort.env.wasm.proxy = false;
  ort.env.logLevel = 'error';
  return ort;
}

/** A build as the rest of the pipeline sees it. With a device large networks run there, else all on the CPU. */
export const engineOn = (ort: OrtModule, choice: BackendChoice, device?: GPUDevice): WebEngine => ({
  name: 'onnxruntime-web',
  version: versionOf(ort),
  ort,
  choice,
  providers: { large: device ? { name: 'webgpu', device } : 'wasm', small: 'wasm' },
  options: (model) => Promise.resolve({ externalData: weightFiles(model) }),
  // 32-bit addresses.
  heapBytes: 2 ** 32,
  totalBytes: device ? undefined : 2 ** 32,
  device,
});

const versionOf = ({ env: { versions } }: OrtModule): string => versions.web ?? versions.common;

async function adapterOrThrow(): Promise<GPUAdapter> {
  const adapter = await requestAdapter();
  if (adapter) return adapter;
  throw new AppError('device-lost', { message: 'The GPU adapter is gone.' });
}
