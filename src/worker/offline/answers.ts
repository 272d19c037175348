import { RUNTIME_CACHE } from '../../core/files/cache-names.ts';
import type { Shell, ShellHost } from './shell.ts';

/** Milliseconds that a description of packs may take before the last one is used. */
const DESCRIPTION_MS = 4000;

/** Name of the cache of index.json and of each pack.json. */
const descriptionsCache = (scope: string) => `mouse-facelift packs ${scope}`;

/** Adds the headers that a response lacks. Responses of the page's own server have them all. */
function withHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  const lacking = Object.entries(headers).filter(([name]) => !response.headers.has(name));
  // A redirect has no status here, and the browser follows it.
  if (lacking.length === 0 || response.type === 'opaqueredirect') return response;
  const all = new Headers(response.headers);
  for (const [name, value] of lacking) all.set(name, value);
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers: all });
}

/** Whether a page or a worker starts from the response. These need the headers that isolate them. */
const startsCode = ({ mode, destination }: Request) =>
  mode === 'navigate' || destination === 'document' || destination === 'worker';

/** The parts of a request that decide. */
type Asked = Pick<Request, 'url' | 'method' | 'mode' | 'destination' | 'headers'>;

/** Finds the answers to the requests of the page and of its workers. */
export class Answers {
  readonly #shell: Shell;
  readonly #host: ShellHost;
  readonly #headers: Readonly<Record<string, string>>;

  /** @param headers those that a page or a worker gets if its server sends none */
  constructor(shell: Shell, host: ShellHost, headers: Readonly<Record<string, string>>) {
    this.#shell = shell;
    this.#host = host;
    this.#headers = headers;
  }

  /** The answer to a request. Null if the request is the network's business. */
  to(request: Request): Promise<Response> | null {
    const url = this.#own(request);
    if (url === null) return null;
    const { scope } = this.#host;
    if (request.mode === 'navigate')
      return url === scope || url === `${scope}index.html`
        ? this.#file(request, 'index.html')
        : null;
    const path = url.slice(scope.length);
    if (path.startsWith('models/'))
      return path.endsWith('.json') ? this.#description(request) : null;
    if (this.#shell.has(url) || path.startsWith('assets/')) return this.#file(request, path);
    return null;
  }

  /** Stores the descriptions of all served packs, so that a visit without a network finds them. */
  async storeDescriptions(): Promise<void> {
    const folder = `${this.#host.scope}models/`;
    const list = await this.#description(new Request(`${folder}index.json`));
    const ids: unknown = await list.json();
    if (!Array.isArray(ids)) return;
    for (const id of ids)
      await this.#description(new Request(`${folder}${encodeURIComponent(String(id))}/pack.json`));
  }

  /** The URL without query, if the page's folder has it and if a stored file can be the answer. */
  #own({ url, method, headers }: Asked): string | null {
    const { origin, pathname } = new URL(url);
    const plain = origin + pathname;
    return method === 'GET' && !headers.has('range') && plain.startsWith(this.#host.scope)
      ? plain
      : null;
  }

  async #file(request: Request, path: string): Promise<Response> {
    const url = new URL(path, this.#host.scope).href;
    const found =
      (await this.#shell.match(url)) ??
      (await (await this.#host.caches.open(RUNTIME_CACHE)).match(url)) ??
      (await this.#shell.matchOlder(url)) ??
      (await this.#host.fetch(request));
    return startsCode(request) ? withHeaders(found, this.#headers) : found;
  }

  /** A description as the server has it now. Without a server: as it had it last. */
  async #description(request: Request): Promise<Response> {
    const { caches, fetch, scope } = this.#host;
    const cache = await caches.open(descriptionsCache(scope));
    const stored = await cache.match(request.url);
    const signal = stored ? AbortSignal.timeout(DESCRIPTION_MS) : request.signal;
    try {
      const response = await fetch(request.url, { cache: 'no-cache', signal });
      if (response.ok && !response.headers.get('content-type')?.includes('text/html'))
        // A description that cannot be kept is still an answer.
        await cache.put(request.url, response.clone()).catch(() => undefined);
      // A server that has a fault is like none.
      return response.status >= 500 && stored ? stored : response;
    } catch (error) {
      if (stored) return stored;
      throw error;
    }
  }
}
