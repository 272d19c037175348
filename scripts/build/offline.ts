import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Plugin } from 'vite';

/** Types of files that an installed page opens, by media type. `src/worker/dropped` says what each file is. */
const OPENS = {
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
  'image/webp': ['.webp'],
  'image/avif': ['.avif'],
  'image/tiff': ['.tif', '.tiff'],
  'application/x-ply': ['.ply'],
};

/** The web app manifest. */
const MANIFEST = {
  id: './',
  name: 'Mouse FaceLift',
  short_name: 'FaceLift',
  description:
    'Makes a 3D Gaussian splat of a mouse from one photo, in the browser. Nothing is uploaded.',
  start_url: './',
  scope: './',
  display: 'standalone',
  background_color: '#eef1ef',
  theme_color: '#0a6e5f',
  categories: ['photo', 'graphics', 'education'],
  icons: [
    { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' },
    { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
    {
      src: 'icon-maskable-512.png',
      sizes: '512x512',
      type: 'image/png',
      purpose: 'maskable',
    },
  ],
  file_handlers: [{ action: './', accept: OPENS }],
  launch_handler: { client_mode: ['focus-existing', 'auto'] },
  share_target: {
    action: './share',
    method: 'POST',
    enctype: 'multipart/form-data',
    params: { files: [{ name: 'files', accept: [...Object.keys(OPENS), '.ply'] }] },
  },
};

/** Files that the page never asks for, or that the service worker does not keep (`src/worker/offline`). */
const NOT_KEPT = /^(models\/|_headers$|sw\.js$)/;

/** The files of a built page. The names of those in assets/ contain a hash of their content. */
async function listFiles(dist: string) {
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      path.relative(dist, path.join(parentPath, name)).replaceAll(path.sep, '/'),
    )
    .filter((name) => !NOT_KEPT.test(name))
    .sort();
  const revisionOf = async (name: string) =>
    name.startsWith('assets/')
      ? null
      : createHash('sha256')
          .update(await readFile(path.join(dist, name)))
          .digest('hex')
          .slice(0, 16);
  return Promise.all(names.map(async (url) => ({ revision: await revisionOf(url), url })));
}

/**
 * Builds the service worker (`src/worker/offline/sw.ts`) with the list of all files of the page, and writes the web app
 * manifest. The development server has neither.
 */
export function offline(): Plugin {
  let dist = 'dist';
  return {
    name: 'offline',
    apply: 'build',
    enforce: 'post',
    configResolved({ root, build: { outDir } }) {
      dist = path.resolve(root, outDir);
    },
    transformIndexHtml: () => [
      { tag: 'link', attrs: { rel: 'manifest', href: './manifest.webmanifest' }, injectTo: 'head' },
    ],
    generateBundle() {
      const source = JSON.stringify(MANIFEST);
      this.emitFile({ type: 'asset', fileName: 'manifest.webmanifest', source });
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        await build({
          configFile: false,
          publicDir: false,
          logLevel: 'warn',
          define: { 'self.__PAGE_FILES': JSON.stringify(await listFiles(dist)) },
          build: {
            outDir: dist,
            emptyOutDir: false,
            target: 'es2022',
            rolldownOptions: {
              input: 'src/worker/offline/sw.ts',
              output: { format: 'iife', entryFileNames: 'sw.js' },
            },
          },
        });
      },
    },
  };
}
