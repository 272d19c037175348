import { VitePWA } from 'vite-plugin-pwa';

/** Types of files that an installed page opens, by media type. `src/worker/dropped` says what each file is. */
const OPENS = {
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
  'image/webp': ['.webp'],
  'image/avif': ['.avif'],
  'image/tiff': ['.tif', '.tiff'],
  'application/x-ply': ['.ply'],
};

/**
 * Builds the service worker (`src/worker/offline/sw.ts`) with the list of all files of the page, and writes the web app
 * manifest. The development server has neither.
 */
export const offline = () =>
  VitePWA({
    strategies: 'injectManifest',
    srcDir: 'src/worker/offline',
    filename: 'sw.ts',
    // src/app/offline registers the worker itself.
    injectRegister: false,
    injectManifest: {
      rollupFormat: 'iife',
      globPatterns: ['**/*.{js,mjs,css,html,svg,png,webp,jpg,json,wasm,webmanifest}'],
      // Packs can be added to a built page. Their weights are kept elsewhere (src/packs/download).
      globIgnores: ['models/**', 'sw.js'],
      // Names in this folder contain a hash of the content.
      dontCacheBustURLsMatching: /^assets\//,
      maximumFileSizeToCacheInBytes: 64 * 2 ** 20,
    },
    includeManifestIcons: false,
    manifest: {
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
    },
  });
