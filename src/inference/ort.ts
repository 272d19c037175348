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
import { GraphBuilder, type BuiltGraph } from '../graphs/builder.ts';
import type { BackendChoice } from './backend.ts';
import { weightFiles, type Engine } from './engine.ts';
import { inferenceError } from './failures.ts';
import { avoidSmallSubgroups } from './small-subgroups.ts';

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

/** Loads the build for the chosen backend and points it at our own files. */
export async function loadOrt({ backend, threads }: BackendChoice): Promise<Engine> {
  const build: Build = backend === 'wasm' ? builds.wasm : hasJspi() ? builds.jspi : builds.asyncify;
  if (backend === 'webgpu') avoidSmallSubgroups();
  const ort = await build.load();
  const absolute = (url: string) => new URL(url, import.meta.url).href;
  ort.env.wasm.wasmPaths = { mjs: absolute(build.mjs), wasm: absolute(build.wasm) };
  ort.env.wasm.numThreads = threads;
  // We are in a worker of our own already.
  ort.env.wasm.proxy = false;
  ort.env.logLevel = 'error';
  const { versions } = ort.env;
  return {
    name: 'onnxruntime-web',
    version: versions.web ?? versions.common,
    ort,
    providers: { large: backend, small: 'wasm' },
    options: (model) => Promise.resolve({ externalData: weightFiles(model) }),
    // 32-bit addresses.
    heapBytes: 2 ** 32,
    totalBytes: backend === 'wasm' ? 2 ** 32 : undefined,
    device: await start(ort, backend),
  };
}

/**
 * Compiles the runtime, which its first session does, and takes its device where it has one. The device dies with the
 * last session (onnxruntime issue 27634): the one made here is never released.
 */
async function start(
  ort: typeof Ort,
  backend: BackendChoice['backend'],
): Promise<GPUDevice | undefined> {
  const { bytes } = keepAliveGraph();
  await ort.InferenceSession.create(bytes, { executionProviders: [backend] }).catch(
    (error: unknown) => {
      throw inferenceError(error, 'onnxruntime');
    },
  );
  return backend === 'webgpu' ? ((await ort.env.webgpu.device) as GPUDevice) : undefined;
}

/** The smallest graph that has work for a device. */
function keepAliveGraph(): BuiltGraph {
  const g = new GraphBuilder({ name: 'keep-alive', weights: [] });
  const x = g.input('x', 'f32', [1]);
  g.output('y', g.op('Add', [x, x]));
  return g.build();
}
