import type { FileSink } from '../../packs/import/write/sink.ts';
import type { JobFolder } from './folder.ts';

/** A folder for a browser that gives no storage. It is lost with the tab. */
export class MemoryJobFolder implements JobFolder {
  readonly #files = new Map<string, Blob>();

  async freeBytes(): Promise<number | null> {
    return null;
  }

  async size(name: string): Promise<number | null> {
    return this.#files.get(name)?.size ?? null;
  }

  async readText(name: string): Promise<string | null> {
    return (await this.#files.get(name)?.text()) ?? null;
  }

  async read(name: string): Promise<Blob | null> {
    return this.#files.get(name) ?? null;
  }

  async names(): Promise<string[]> {
    return [...this.#files.keys()];
  }

  async create(name: string): Promise<FileSink> {
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    return {
      write: async (bytes) => void pieces.push(bytes),
      close: async () => void this.#files.set(name, new Blob(pieces)),
    };
  }

  async move(from: string, to: string): Promise<void> {
    const file = this.#files.get(from);
    if (!file) throw new DOMException(`There is no file ${from}.`, 'NotFoundError');
    this.#files.delete(from);
    this.#files.set(to, file);
  }

  async remove(name: string): Promise<void> {
    this.#files.delete(name);
  }
}
