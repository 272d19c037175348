import type { Appender } from '../file-box.ts';
import { FileHasher, type Digest } from '../verify/hasher.ts';
import type { Receiver } from './attempt.ts';

/** Bytes that are read at a time to hash what an earlier visit has fetched. Chunks in memory are joined up to this size. */
const CHUNK_BYTES = 4 * 2 ** 20;

/** A file in the browser's storage that a download writes. */
export interface StoredPart {
  appender: Appender;
  /** The file with the bytes that were written so far. */
  read(): Promise<Blob>;
  /** Removes the file. Close it first. */
  remove(): Promise<void>;
}

/**
 * Takes the bytes of a download and hashes them while they arrive. They go into the browser's storage, or into memory if
 * there is none or if it is full.
 */
export class Landing implements Receiver {
  readonly #hasher: FileHasher;
  #part: StoredPart | null;
  /** Without a part: the bytes that have arrived. A browser may move Blobs to the disk. */
  #blobs: Blob[] = [];
  #chunks: Uint8Array<ArrayBuffer>[] = [];
  #chunkBytes = 0;
  #bytes = 0;

  private constructor(hasher: FileHasher, part: StoredPart | null) {
    this.#hasher = hasher;
    this.#part = part;
  }

  /**
   * Opens a landing. Bytes that the part already has are hashed, so that the download can go on after them.
   * @param maxBytes a longer part is emptied
   */
  static async open(part: StoredPart | null, maxBytes: number): Promise<Landing> {
    const landing = new Landing(await FileHasher.create(), part);
    if (!part || part.appender.bytes === 0) return landing;
    if (part.appender.bytes > maxBytes) part.appender.clear();
    const blob = await part.read();
    for (let at = 0; at < part.appender.bytes; at += CHUNK_BYTES) {
      const chunk = await blob.slice(at, at + CHUNK_BYTES).arrayBuffer();
      landing.#hasher.update(new Uint8Array(chunk));
    }
    landing.#bytes = part.appender.bytes;
    return landing;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** True if the file is kept in the browser's storage. */
  get isStored(): boolean {
    return this.#part !== null;
  }

  async write(chunk: Uint8Array<ArrayBuffer>): Promise<void> {
    try {
      this.#part?.appender.append(chunk);
    } catch (error) {
      await this.#intoMemory(this.#part, error);
    }
    if (!this.#part) this.#hold(chunk);
    this.#hasher.update(chunk);
    this.#bytes += chunk.byteLength;
  }

  async reset(): Promise<void> {
    this.#part?.appender.clear();
    this.#blobs = [];
    this.#chunks = [];
    this.#chunkBytes = 0;
    this.#hasher.reset();
    this.#bytes = 0;
  }

  /** Ends writing. The bytes stay where they are. */
  close(): void {
    this.#part?.appender.close();
  }

  /** The content. Call `close` first. */
  async content(): Promise<Blob> {
    return this.#part ? this.#part.read() : new Blob([...this.#blobs, ...this.#chunks]);
  }

  /** The digest of all bytes. Call it once. */
  digest(): Digest {
    return this.#hasher.digest();
  }

  #hold(chunk: Uint8Array<ArrayBuffer>): void {
    this.#chunks.push(chunk);
    this.#chunkBytes += chunk.byteLength;
    if (this.#chunkBytes < CHUNK_BYTES) return;
    this.#blobs.push(new Blob(this.#chunks));
    this.#chunks = [];
    this.#chunkBytes = 0;
  }

  /** Reads back what the storage has taken before it was full, and removes it there. */
  async #intoMemory(part: StoredPart | null, cause: unknown): Promise<void> {
    if (!part) return;
    console.info('The browser’s storage is full, so a weight file is not kept.', cause);
    const taken = (await part.read()).slice(0, this.#bytes);
    this.#blobs = [new Blob([await taken.arrayBuffer()])];
    this.#part = null;
    part.appender.close();
    await part.remove();
  }
}
