import * as ort from 'onnxruntime-web/wasm';
import { weightFiles } from '../inference/engine.ts';
import { SessionPool } from '../inference/session-pool.ts';

/** A session pool with the browser's WASM backend, in Node, on one thread. */
export const wasmSessions = (): SessionPool =>
  new SessionPool(async () => {
    ort.env.wasm.numThreads = 1;
    ort.env.logLevel = 'error';
    return {
      name: 'onnxruntime-web',
      version: ort.env.versions.common,
      ort,
      totalBytes: 2 ** 32,
      choice: {
        backend: 'wasm',
        reason: 'forced',
        adapter: '',
        threads: 1,
        rasterizer: 'cpu',
      },
      providers: { large: 'wasm', small: 'wasm' },
      options: async (model) => ({ externalData: weightFiles(model) }),
    };
  });
