import { createServer, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { serveFolder } from '../scripts/serve.mjs';

/** A server of the built page that can be stopped, and that can get a new version of the page. */
export class Site {
  readonly #server: Server;
  readonly #changed = new Map<string, string | null>();
  /** Paths and ranges of the requests so far. `broken`: the browser broke the request off. */
  readonly asked: { path: string; range?: string; broken?: boolean }[] = [];
  url = '';

  private constructor(headers: Record<string, string> | undefined, folder: string) {
    const serve = serveFolder('dist', headers && { headers });
    this.#server = createServer((request, response) => {
      const asked = (request.url ?? '').replace(/\?.*$/, '');
      if (!asked.startsWith(folder)) return void response.writeHead(404).end();
      const name = asked.slice(folder.length);
      if (request.method === 'GET') {
        const entry: Site['asked'][number] = { path: name, range: request.headers.range };
        response.on('close', () => (entry.broken = !response.writableFinished));
        this.asked.push(entry);
      }
      request.url = `/${(request.url ?? '').slice(folder.length)}`;
      const changed = this.#changed.get(name);
      if (changed === undefined) return void serve(request, response);
      const type = name.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8';
      response.writeHead(changed === null ? 404 : 200, { 'Content-Type': type }).end(changed);
    });
  }

  /** @param headers of all answers; default: those of `npm start` @param folder path of the page, with slashes around */
  static async open(headers?: Record<string, string>, folder = '/'): Promise<Site> {
    const site = new Site(headers, folder);
    await new Promise<void>((resolve) => site.#server.listen(0, 'localhost', resolve));
    site.url = `http://localhost:${(site.#server.address() as AddressInfo).port}${folder}`;
    return site;
  }

  /**
   * Puts another version of the page on the server.
   * @param title of its index.html @param gone start of the name of a script that it no longer has
   */
  release(title: string, gone?: string): void {
    const read = (name: string) => readFileSync(path.join('dist', name), 'utf8');
    this.#changed.set('index.html', read('index.html').replace(/<title>.*?<\/title>/, title));
    this.#changed.set('', this.#changed.get('index.html') ?? null);
    let worker = read('sw.js');
    const page = /("?revision"?:\s*[`"'])[0-9a-f]+([`"'],\s*"?url"?:\s*[`"']index\.html)/;
    worker = worker.replace(page, `$1${Buffer.from(title).toString('hex')}$2`);
    const entry = new RegExp(`\\{[^{}]*assets/${gone}[^{}]*\\},`);
    const [found] = gone ? (entry.exec(worker) ?? []) : [];
    if (found) {
      worker = worker.replace(found, '');
      this.#changed.set(/assets\/[^"'`]+/.exec(found)?.[0] ?? '', null);
    }
    this.#changed.set('sw.js', worker);
  }

  /** Paths that the newest version no longer has. */
  get gone(): string[] {
    return [...this.#changed].flatMap(([name, text]) => (text === null ? name : []));
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}

/** Waits until the page's service worker has stored everything and answers for the page. */
export const controlled = (page: Page) =>
  page.evaluate(async () => {
    const { serviceWorker } = navigator;
    await serviceWorker.ready;
    if (!serviceWorker.controller)
      await new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve));
  });

/** Names of the page's caches that begin so. */
export const cachesOf = (page: Page, start: string) =>
  page.evaluate(
    async (prefix) => (await caches.keys()).filter((name) => name.startsWith(prefix)),
    start,
  );
