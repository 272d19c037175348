import { cp, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';
import { offline } from './scripts/build/offline.ts';
import { pictures } from './scripts/build/pictures.ts';
import { HEADERS, headersFile, META_POLICY } from './scripts/server/headers.mjs';

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
    enforce: 'post',
    closeBundle: {
      // After the plugin that writes the service worker.
      order: 'post',
      sequential: true,
      async handler() {
        const ids = JSON.parse(await readFile('models/index.json', 'utf8')) as string[];
        await mkdir(path.join(outDir, 'models'), { recursive: true });
        for (const id of ids) {
          await cp(path.join('models', id), path.join(outDir, 'models', id), { recursive: true });
        }
        // This file is copied last: scripts/prepare.mjs uses its modification time as the time of the build.
        await cp('models/index.json', path.join(outDir, 'models/index.json'));
      },
    },
  };
}

/**
 * Writes the headers for static hosts into the file `_headers`, and the content security policy into the page.
 * In development there is no policy, because Vite puts scripts and styles into the page itself.
 */
function headers(): Plugin {
  const withoutPolicy = Object.fromEntries(
    Object.entries(HEADERS).filter(([name]) => name !== 'Content-Security-Policy'),
  );
  return {
    name: 'headers',
    config: () => ({ server: { headers: withoutPolicy }, preview: { headers: HEADERS } }),
    transformIndexHtml: (html, { server }) =>
      server
        ? html
        : html.replace(
            /<meta charset="utf-8" \/>/,
            `$&\n    <meta http-equiv="Content-Security-Policy" content="${META_POLICY}" />`,
          ),
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile() });
    },
  };
}

const ABSENT = '\0absent';

/**
 * Leaves out what the page never uses of splat-transform: modules of Node, and its codec of SPZ, which evaluates code.
 * `src/core/exchange` has a codec of its own.
 */
const splatTransform = (): Plugin => ({
  name: 'splat-transform',
  enforce: 'pre',
  resolveId(source, importer) {
    const unused = /^(node:.*|module|\.\/spz-.*)$/.test(source);
    return unused && importer?.includes('splat-transform/dist') ? ABSENT : undefined;
  },
  load: (id) => (id === ABSENT ? 'export default undefined;' : undefined),
  // The page gives the library the address of its codec of WebP. The library starts no workers here.
  transform: (code, id) =>
    id.includes('splat-transform/dist')
      ? code.replaceAll('import.meta.url', 'location.href')
      : undefined,
});

export default defineConfig({
  // Relative URLs, so that the built folder can be served under any address.
  base: './',
  plugins: [react(), headers(), pictures(), offline(), packs()],
  resolve: {
    // Selects onnxruntime-web without inlined WASM files. src/inference/ort.ts chooses the files to load.
    conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions],
  },
  worker: {
    format: 'es',
    plugins: () => [splatTransform()],
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    // Keeps timings of plugins out of the output of `npm start`.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  // Pre-bundling would change the dynamic imports that onnxruntime resolves itself.
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  server: { port: 5173 },
  preview: { port: 4173, strictPort: true },
});
