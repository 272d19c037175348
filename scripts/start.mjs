// npm start: installs npm packages and builds the page if needed, then serves the page.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt, ensureInstalled } from './prepare.mjs';

const root = path.resolve(import.meta.dirname, '..');
ensureInstalled(root);
ensureBuilt(root);

const dist = path.join(root, 'dist');
if (!existsSync(path.join(dist, 'index.html')))
  throw new Error('The build wrote no dist/index.html.');

// These modules are imported here, because they need packages that `ensureInstalled` may just have installed.
const { serveFolder } = await import('./serve.mjs');
const { listen, settingsFrom } = await import('./server/listen.mjs');
try {
  const settings = settingsFrom(process.env);
  const { urls } = await listen(serveFolder(dist, { hosts: settings.hosts }), settings);
  console.log(urls.join('\n'));
  if (process.env.HOST && !settings.tls)
    console.log('Over plain http, other machines get one thread and no WebGPU: docs/hosting.md');
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
