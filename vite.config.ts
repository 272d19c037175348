import { cp, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

/**
 * Headers for cross-origin isolation, which lets the worker use several threads. Without isolation one thread is used.
 * All files come from one origin, so `require-corp` blocks none of them.
 */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/**
 * Copies the packs that `models/index.json` lists into `models/` beside the built page. In development Vite serves them
 * from the checkout. Training code and recordings are not copied.
 */
function packs(): Plugin {
  let outDir = 'dist';
  return {
    name: 'packs',
    apply: 'build',
    configResolved(config) {
      outDir = path.resolve(config.root, config.build.outDir);
    },
    async closeBundle() {
      const ids = JSON.parse(await readFile('models/index.json', 'utf8')) as string[];
      await mkdir(path.join(outDir, 'models'), { recursive: true });
      for (const id of ids) {
        await cp(path.join('models', id), path.join(outDir, 'models', id), { recursive: true });
      }
      // This file is copied last: scripts/prepare.mjs uses its modification time as the time of the build.
      await cp('models/index.json', path.join(outDir, 'models/index.json'));
    },
  };
}

export default defineConfig({
  // Relative URLs, so that the built folder can be served under any address.
  base: './',
  plugins: [react(), packs()],
  resolve: {
    // Selects onnxruntime-web without inlined WASM files. src/inference/ort.ts chooses the files to load.
    conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions],
  },
  worker: { format: 'es', rolldownOptions: { checks: { pluginTimings: false } } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    // Keeps timings of plugins out of the output of `npm start`.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  // Pre-bundling would change the dynamic imports that onnxruntime resolves itself.
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  server: { headers: isolation, port: 5173 },
  preview: { headers: isolation, port: 4173, strictPort: true },
});
