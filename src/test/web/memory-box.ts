import type { Appender, FileBox } from '../../packs/file-box.ts';

/** The browser's storage, in memory. */
export class MemoryBox implements FileBox {
  readonly files = new Map<string, Uint8Array<ArrayBuffer>>();
  /** Names of files that are open for writing. */
  readonly busy = new Set<string>();
  /** Most bytes that all files together can have. */
  quota = Infinity;
  /** What `freeBytes` says. */
  free: number | null = null;

  async read(name: string): Promise<Blob | null> {
    const bytes = this.files.get(name);
    return bytes ? new Blob([bytes]) : null;
  }

  async append(name: string): Promise<Appender | null> {
    const { files, busy } = this;
    if (busy.has(name)) return null;
    busy.add(name);
    if (!files.has(name)) files.set(name, new Uint8Array());
    const bytesOf = () => files.get(name) ?? new Uint8Array();
    const used = () => [...files.values()].reduce((sum, { length }) => sum + length, 0);
    return {
      get bytes() {
        return bytesOf().length;
      },
      append: (bytes) => {
        const fits = bytes.subarray(0, Math.max(0, this.quota - used()));
        files.set(name, new Uint8Array(Buffer.concat([bytesOf(), fits])));
        if (fits.length < bytes.length)
          throw new DOMException('The storage is full.', 'QuotaExceededError');
      },
      clear: () => void files.set(name, new Uint8Array()),
      close: () => void busy.delete(name),
    };
  }

  async remove(name: string): Promise<void> {
    this.files.delete(name);
  }

  async names(): Promise<string[]> {
    return [...this.files.keys()];
  }

  async freeBytes(): Promise<number | null> {
    return this.free;
  }

  /** Flips one bit of a file. */
  flip(name: string, byte: number): void {
    const bytes = this.files.get(name);
    if (!bytes) throw new Error(`there is no file ${name}`);
    bytes[byte] ^= 1;
  }
}
