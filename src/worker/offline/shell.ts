/** A file of the page, as the build lists it. `revision` is null if the file's name contains a hash of the content. */
export interface ListedAsset {
  url: string;
  revision: string | null;
}

/** Number of files that are fetched at the same time. */
const CONCURRENT = 6;

/** FNV-1a of a text, in hex. It only has to differ between versions of the page. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++)
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

/** The browser's caches, as far as the service worker uses them. */
interface Caches {
  open(name: string): Promise<{
    match(request: Request | string): Promise<Response | undefined>;
    put(request: Request | string, response: Response): Promise<void>;
  }>;
  delete(name: string): Promise<boolean>;
  keys(): Promise<string[]>;
}

/** What a `Shell` needs of the service worker. */
export interface ShellHost {
  caches: Caches;
  fetch: (request: Request | string, init?: RequestInit) => Promise<Response>;
  /** URL of the folder that contains the page. */
  scope: string;
}

/**
 * The files of one version of the page, in a cache of their own. So a page whose files were all fetched never gets a file
 * of another version.
 */
export class Shell {
  readonly #host: ShellHost;
  /** Keys in the cache by URL. */
  readonly #keys: ReadonlyMap<string, string>;
  readonly #prefix: string;
  readonly #name: string;

  constructor(assets: readonly ListedAsset[], host: ShellHost) {
    this.#host = host;
    this.#keys = new Map(
      assets.map(({ url, revision }) => {
        const { href } = new URL(url, host.scope);
        return [href, revision === null ? href : `${href}?revision=${revision}`];
      }),
    );
    this.#prefix = `mouse-facelift page ${host.scope} `;
    this.#name = this.#prefix + hashOf([...this.#keys.values()].sort().join('\n'));
  }

  /** Whether this version has a file of this URL. */
  has(url: string): boolean {
    return this.#keys.has(url);
  }

  /**
   * Fetches all files that are not there yet. Files that did not change come from older versions.
   * @throws Error if a file cannot be fetched. The next call goes on with what has arrived
   */
  async fill(): Promise<void> {
    const cache = await this.#host.caches.open(this.#name);
    const waiting = [...this.#keys];
    const fetchOneByOne = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [url, key] = next;
        if (await cache.match(key)) continue;
        const response = (await this.#older(key)) ?? (await this.#fetched(url, key));
        await cache.put(key, response);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENT }, fetchOneByOne));
  }

  /** A file of this version. Undefined if it was not fetched, or if the browser has removed it. */
  async match(url: string): Promise<Response | undefined> {
    const key = this.#keys.get(url);
    if (key === undefined) return undefined;
    return (await this.#host.caches.open(this.#name)).match(key);
  }

  /** A file with a hash in its name of another version, for a page of that version that is still open. */
  matchOlder(url: string): Promise<Response | undefined> {
    return this.#older(url);
  }

  /** Removes the other versions. */
  async removeOthers(): Promise<void> {
    for (const name of await this.#others()) await this.#host.caches.delete(name);
  }

  async #others(): Promise<string[]> {
    const names = await this.#host.caches.keys();
    return names.filter((name) => name.startsWith(this.#prefix) && name !== this.#name);
  }

  async #older(key: string): Promise<Response | undefined> {
    for (const name of await this.#others()) {
      const found = await (await this.#host.caches.open(name)).match(key);
      if (found) return found;
    }
    return undefined;
  }

  async #fetched(url: string, key: string): Promise<Response> {
    // Only files with a hash in their names may come from the browser's HTTP cache unasked.
    const cache = key === url ? 'default' : 'no-cache';
    const response = await this.#host.fetch(url, { cache });
    const isPage = response.headers.get('content-type')?.includes('text/html') ?? false;
    // Some servers answer a request for a missing file with their index page.
    if (!response.ok || (isPage && !url.endsWith('.html')))
      throw new Error(`${url}: HTTP ${response.status}${isPage ? ', a page' : ''}`);
    // Some hosts redirect index.html to its folder. Browsers refuse a redirected answer to a navigation.
    return response.redirected ? new Response(response.body, response) : response;
  }
}
