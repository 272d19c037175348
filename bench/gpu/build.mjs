import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { build, defaultClientConditions } from 'vite';
import { root } from '../rasterizer/prepare.mjs';

/** Builds the page of the measurements into a folder that needs nothing else: onnxruntime, demo pack and photo included. */
export async function buildPage(folder) {
  await build({
    root: path.join(import.meta.dirname, 'page'),
    base: './',
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    resolve: {
      // The same files of onnxruntime-web as in the app (vite.config.ts).
      conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions],
    },
    assetsInclude: ['**/*.ply'],
    worker: { format: 'es' },
    build: {
      target: 'es2022',
      assetsInlineLimit: 0,
      outDir: path.resolve(folder),
      emptyOutDir: true,
      chunkSizeWarningLimit: 2000,
    },
  });
  const models = path.join(folder, 'models');
  mkdirSync(models, { recursive: true });
  cpSync(path.join(root, 'models/index.json'), path.join(models, 'index.json'));
  const pack = path.join(models, 'mouse-demo');
  cpSync(path.join(root, 'models/mouse-demo'), pack, { recursive: true });
}
