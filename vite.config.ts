import { cp, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

/**
 * Cross-origin isolation gives the worker threads; without it everything still works, on one thread.
 * Everything is served from one origin, so `require-corp` blocks nothing of ours.
 */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/**
 * Copies the packs that `models/index.json` lists next to the built page. In development Vite serves
 * them from the checkout itself; training code and recordings never ship.
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
      // Last, because scripts/prepare.mjs takes its presence for a finished build.
      await cp('models/index.json', path.join(outDir, 'models/index.json'));
    },
  };
}

export default defineConfig({
  // Relative, so that the built folder can be put anywhere.
  base: './/',
  plugins: [react(), packs()],
  resolve: {
    // onnxruntime-web without its runtime inlined: src/inference/ort.ts says which files to load.
    conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions],
  },
  worker: { format: 'es', rolldownOptions: { checks: { pluginTimings: false } } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    // Whoever types `npm start` wants the page, not the build's profile.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  // Pre-bundling would rewrite the dynamic imports that onnxruntime resolves by itself.
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  server: { headers: isolation, port: 5173 },
  preview: { headers: isolation, port: 4173, strictPort: true },
});
