import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serveFolder } from '../../../scripts/serve.mjs';
import { answerStatus, makeFaulty, type ServedFault } from './faulty-response.ts';
import type { Fired, Order } from './hook.ts';
import { SMALL_PACK, smallPack } from './small-pack.ts';

interface Rule {
  files: RegExp;
  fault: ServedFault;
  /** Answers that are still to go wrong. */
  left: number;
}

/** A request that the page made. */
export interface Asked {
  path: string;
  range: string | undefined;
  atMs: number;
}

/**
 * Serves the built page as `npm start` does, with faults. Each worker's script begins with the hook (hook.js). Beside
 * the built packs it has the small pack.
 */
export class FaultServer {
  /** The requests since `reset`. */
  readonly asked: Asked[] = [];
  /** The faults that workers reported since `reset`. */
  readonly fired: Fired[] = [];
  /** When answers went wrong since `reset`. */
  readonly broken: { path: string; atMs: number }[] = [];
  url = '';
  readonly #dist: string;
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'faults-'));
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  readonly #serveOurs = serveFolder(this.#folder);
  readonly #serveDist: ReturnType<typeof serveFolder>;
  readonly #ours = new Map<string, Buffer>();
  #changed = new Set<string>();
  #rules: Rule[] = [];
  #orders: Order[][] = [];
  #onFired: (() => void)[] = [];

  /** @param dist folder of the built page */
  constructor(dist: string) {
    this.#dist = path.resolve(dist);
    this.#serveDist = serveFolder(this.#dist);
    this.#hookWorkers();
    for (const [name, bytes] of smallPack()) this.#keep(`models/${SMALL_PACK}/${name}`, bytes);
    const packs = JSON.parse(this.read('models/index.json').toString()) as string[];
    this.#keep('models/index.json', Buffer.from(JSON.stringify([...packs, SMALL_PACK])));
  }

  async listen(): Promise<void> {
    this.#server.listen(0, 'localhost');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (!address || typeof address === 'string') throw new Error('The server has no port.');
    this.url = `http://localhost:${address.port}/`;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Repairs everything, and forgets orders, requests and reports. */
  reset(): void {
    this.#rules = [];
    this.#orders = [];
    for (const name of this.#changed) this.#restore(name);
    this.#changed.clear();
    this.asked.length = 0;
    this.fired.length = 0;
    this.broken.length = 0;
  }

  /**
   * The next `times` answers to these files go wrong. Returns a function that repairs them.
   * @param files matches the path without its first slash
   */
  break(files: RegExp, fault: ServedFault, times = Infinity): () => void {
    const rule = { files, fault, left: times };
    this.#rules.push(rule);
    return () => void (this.#rules = this.#rules.filter((each) => each !== rule));
  }

  /** The content of a served file. @param name path without its first slash */
  read(name: string): Buffer {
    return this.#ours.get(name) ?? readFileSync(path.join(this.#dist, name));
  }

  /** Serves other bytes for a file. Returns a function that repairs it. */
  change(name: string, bytes: Buffer): () => void {
    this.#write(name, bytes);
    this.#changed.add(name);
    return () => {
      this.#restore(name);
      this.#changed.delete(name);
    };
  }

  /** Names of the built files in assets/, for rows that need one of them. */
  assets(files: RegExp): string[] {
    const all = readdirSync(path.join(this.#dist, 'assets')).map((name) => `assets/${name}`);
    return all.filter((name) => files.test(name));
  }

  /**
   * Gives orders to the next worker of this name that starts. The orders of a second call are for the worker after it.
   * Of two orders for one stage, a worker obeys the second when it reaches the stage again.
   */
  order(...orders: Order[]): void {
    this.#orders.push(orders);
  }

  /** Resolves when a worker reports a fault that was not there when this was called. */
  nextFired(): Promise<Fired> {
    const known = this.fired.length;
    return new Promise((resolve) => this.#onFired.push(() => resolve(this.fired[known])));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const name = decodeURIComponent(pathname.slice(1)) || 'index.html';
    if (name === 'faults/orders') return this.#giveOrders(response, searchParams.get('worker'));
    if (name === 'faults/fired') return this.#take(request, response);
    // A HEAD request asks only for the size.
    if (request.method !== 'HEAD')
      this.asked.push({ path: name, range: request.headers.range, atMs: Date.now() });
    const rule = this.#rules.find(({ files, left }) => left > 0 && files.test(name));
    if (rule) {
      rule.left -= 1;
      const onHit = () => void this.broken.push({ path: name, atMs: Date.now() });
      if (rule.fault.kind === 'status') {
        onHit();
        return answerStatus(response, rule.fault);
      }
      // Offsets are bytes of the plain file.
      delete request.headers['accept-encoding'];
      makeFaulty(response, rule.fault, onHit);
    }
    const serve =
      this.#ours.has(name) || this.#changed.has(name) ? this.#serveOurs : this.#serveDist;
    await serve(request, response);
  }

  #giveOrders(response: ServerResponse, worker: string | null): void {
    const given = this.#orders.find(([order]) => order.worker === worker) ?? [];
    this.#orders = this.#orders.filter((orders) => orders !== given);
    response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    response.end(JSON.stringify(given));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.fired.push(JSON.parse(Buffer.concat(chunks).toString()) as Fired);
    response.end();
    for (const tell of this.#onFired.splice(0)) tell();
  }

  #hookWorkers(): void {
    const hook = readFileSync(path.join('e2e', 'faults', 'stand', 'hook.js'));
    this.#keep('assets/faults-hook.js', hook);
    for (const name of this.assets(/\/(pipeline|drawing|import|decode)\.worker-.*\.js$/)) {
      const script = readFileSync(path.join(this.#dist, name), 'utf8');
      this.#keep(name, Buffer.from(`import './faults-hook.js';${script}`));
    }
  }

  #keep(name: string, bytes: Buffer): void {
    this.#ours.set(name, bytes);
    this.#write(name, bytes);
  }

  #write(name: string, bytes: Buffer): void {
    const file = path.join(this.#folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }

  #restore(name: string): void {
    const bytes = this.#ours.get(name);
    if (bytes) this.#write(name, bytes);
    else rmSync(path.join(this.#folder, name), { force: true });
  }
}
