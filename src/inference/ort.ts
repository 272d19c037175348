/**
 * The one door to onnxruntime-web. Which of its three builds is loaded depends on the backend; its
 * files are served by us (`?url` puts them among the built assets), never by a CDN.
 */
import type * as Ort from 'onnxruntime-web';
import asyncifyMjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import asyncifyWasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import jspiMjs from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url';
import jspiWasm from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import wasmMjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasmWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import type { BackendChoice } from './backend.ts';
import { avoidSmallSubgroups } from './small-subgroups.ts';

export type OrtModule = typeof Ort;
export type Session = Ort.InferenceSession;
export type Feeds = Ort.InferenceSession.FeedsType;

/** JavaScript Promise Integration: WASM may wait for promises; smaller and faster than asyncify. */
const hasJspi = (): boolean => 'Suspending' in WebAssembly;

interface Build {
  load: () => Promise<OrtModule>;
  mjs: string;
  wasm: string;
}

const builds = {
  wasm: { load: () => import('onnxruntime-web/wasm'), mjs: wasmMjs, wasm: wasmWasm },
  jspi: { load: () => import('onnxruntime-web/jspi'), mjs: jspiMjs, wasm: jspiWasm },
  asyncify: { load: () => import('onnxruntime-web/webgpu'), mjs: asyncifyMjs, wasm: asyncifyWasm },
} satisfies Record<string, Build>;

/** Loads the build for the chosen backend and points it at our own files. */
export async function loadOrt(choice: BackendChoice): Promise<OrtModule> {
  const build: Build =
    choice.backend === 'wasm' ? builds.wasm : hasJspi() ? builds.jspi : builds.asyncify;
  if (choice.backend === 'webgpu') avoidSmallSubgroups();
  const ort = await build.load();
  const absolute = (url: string) => new URL(url, import.meta.url).href;
  ort.env.wasm.wasmPaths = { mjs: absolute(build.mjs), wasm: absolute(build.wasm) };
  ort.env.wasm.numThreads = choice.threads;
  // We are in a worker of our own already.
  ort.env.wasm.proxy = false;
  ort.env.logLevel = 'error';
  return ort;
}
