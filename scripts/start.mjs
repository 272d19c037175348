// npm start: installs npm packages and builds the page if needed, then serves the page.
import { createServer } from 'node:http';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt, ensureInstalled } from './prepare.mjs';
import { serveFolder } from './serve.mjs';

const root = path.resolve(import.meta.dirname, '..');
const port = Number(process.env.PORT ?? 4173);

ensureInstalled(root);
ensureBuilt(root);

const dist = path.join(root, 'dist');
if (!existsSync(path.join(dist, 'index.html')))
  throw new Error('The build wrote no dist/index.html.');

const server = createServer(serveFolder(dist));
server.on('error', (error) => {
  const taken = error.code === 'EADDRINUSE';
  console.error(
    taken ? `Port ${port} is in use. Try another port: PORT=${port + 1} npm start` : error.message,
  );
  process.exitCode = 1;
});
server.listen(port, () => console.log(`http://localhost:${port}/`));
