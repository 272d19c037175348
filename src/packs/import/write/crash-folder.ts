import type { FileSink, PackSink } from './sink.ts';

/** The error of every operation of a `CrashFolder` after its crash. */
export class Crash extends Error {}

type Files = Map<string, Uint8Array<ArrayBuffer>>;

const joined = (a: Uint8Array, b: Uint8Array) => {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
};

interface CrashOptions {
  /** Number of primitive operations until the crash. Default: no crash. */
  operations?: number;
  /** `move` copies, as in a browser that cannot rename. Default false. */
  copies?: boolean;
  /** Bytes that fit into the folder. Default: no limit. */
  capacity?: number;
}

/**
 * A folder that crashes after a number of primitive operations. Operations that change the folder are: making an empty
 * file, writing the first half of some bytes, writing the second half, renaming, removing. From the crash on, every
 * operation throws, so nothing can be cleaned up. `files` is then what a kill leaves on the disk.
 */
export class CrashFolder implements PackSink {
  readonly files: Files;
  /** Primitive operations so far. */
  operations = 0;
  readonly #options: CrashOptions;

  constructor(files: Files = new Map(), options: CrashOptions = {}) {
    this.files = files;
    this.#options = options;
  }

  async freeBytes(): Promise<number | null> {
    this.#alive();
    return null;
  }

  async size(name: string): Promise<number | null> {
    this.#alive();
    return this.files.get(name)?.length ?? null;
  }

  async readText(name: string): Promise<string | null> {
    this.#alive();
    const bytes = this.files.get(name);
    return bytes ? new TextDecoder().decode(bytes) : null;
  }

  async create(name: string): Promise<FileSink> {
    this.#step(() => this.files.set(name, new Uint8Array(0)));
    const append = (bytes: Uint8Array<ArrayBuffer>) =>
      this.#step(() => {
        if (this.#used() + bytes.length > (this.#options.capacity ?? Infinity))
          throw new DOMException('The quota is used up.', 'QuotaExceededError');
        this.files.set(name, joined(this.files.get(name) ?? new Uint8Array(0), bytes));
      });
    return {
      write: async (bytes) => {
        const half = bytes.length >> 1;
        append(bytes.slice(0, half));
        append(bytes.slice(half));
      },
      close: async () => this.#alive(),
    };
  }

  async move(from: string, to: string): Promise<void> {
    const bytes = this.files.get(from);
    if (!bytes) throw new Error(`there is no file ${from}`);
    if (this.#options.copies) {
      const copy = await this.create(to);
      await copy.write(bytes);
      await copy.close();
      return this.remove(from);
    }
    this.#step(() => {
      this.files.delete(from);
      this.files.set(to, bytes);
    });
  }

  async remove(name: string): Promise<void> {
    this.#step(() => this.files.delete(name));
  }

  /** Does one operation, or crashes instead. */
  #step(change: () => void): void {
    this.#alive();
    change();
    this.operations += 1;
  }

  #alive(): void {
    if (this.operations >= (this.#options.operations ?? Infinity)) throw new Crash();
  }

  #used(): number {
    return [...this.files.values()].reduce((sum, { length }) => sum + length, 0);
  }
}
