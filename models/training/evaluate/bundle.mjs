import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

/** Path of the root of the repository. */
export const root = path.resolve(import.meta.dirname, '../../..');

/** Bundles a TypeScript file of this folder with everything that it imports, and then imports the bundle. */
export async function importBundled(name) {
  const { output } = await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: path.join(import.meta.dirname, name),
      target: 'node20',
      write: false,
      rolldownOptions: { output: { codeSplitting: false }, checks: { pluginTimings: false } },
    },
  });
  // The bundle is written to node_modules, so that Node finds the packages that the bundle imports.
  const bundle = path.join(root, `node_modules/.cache/evaluate/${process.pid}.mjs`);
  mkdirSync(path.dirname(bundle), { recursive: true });
  writeFileSync(bundle, output[0].code);
  return import(pathToFileURL(bundle).href);
}
