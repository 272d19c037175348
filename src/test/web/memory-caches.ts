/** A cache in memory, for code that the service worker runs. It has what `src/worker/offline` uses. */
class MemoryCache {
  readonly #stored = new Map<string, Response>();

  async match(request: Request | string): Promise<Response | undefined> {
    return this.#stored.get(urlOf(request))?.clone();
  }

  async put(request: Request | string, response: Response): Promise<void> {
    this.#stored.set(urlOf(request), response);
  }

  async keys(): Promise<{ url: string }[]> {
    return [...this.#stored.keys()].map((url) => ({ url }));
  }
}

const urlOf = (request: Request | string) => (typeof request === 'string' ? request : request.url);

/** The browser's caches in memory. Node has none. */
export class MemoryCaches {
  readonly #caches = new Map<string, MemoryCache>();

  async open(name: string): Promise<MemoryCache> {
    const found = this.#caches.get(name) ?? new MemoryCache();
    this.#caches.set(name, found);
    return found;
  }

  async delete(name: string): Promise<boolean> {
    return this.#caches.delete(name);
  }

  async keys(): Promise<string[]> {
    return [...this.#caches.keys()];
  }
}
