import type { PackSource } from '../packs/pack-source.ts';
import type { FileSink, PackSink } from '../packs/import/write/sink.ts';

/** A folder in memory. Packs can be written to it and read from it. */
export class MemoryFolder implements PackSink, PackSource {
  readonly files = new Map<string, Uint8Array<ArrayBuffer>>();
  /** Names of files, in the order in which they were opened for writing. */
  readonly created: string[] = [];
  /** Result of `freeBytes`. */
  free: number | null = null;

  async freeBytes(): Promise<number | null> {
    return this.free;
  }

  async size(name: string): Promise<number | null> {
    return this.files.get(name)?.length ?? null;
  }

  async readText(name: string): Promise<string | null> {
    const bytes = this.files.get(name);
    return bytes ? new TextDecoder().decode(bytes) : null;
  }

  async create(name: string): Promise<FileSink> {
    this.created.push(name);
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    return {
      write: async (bytes) => void pieces.push(bytes.slice()),
      close: async () =>
        void this.files.set(name, new Uint8Array(await new Blob(pieces).arrayBuffer())),
    };
  }

  async move(from: string, to: string): Promise<void> {
    const bytes = this.files.get(from);
    if (!bytes) throw new Error(`there is no file ${from}`);
    this.files.delete(from);
    this.files.set(to, bytes);
  }

  async remove(name: string): Promise<void> {
    this.files.delete(name);
  }

  async read(name: string): Promise<Blob> {
    const bytes = this.files.get(name);
    if (!bytes) throw new Error(`there is no file ${name}`);
    return new Blob([bytes]);
  }
}
