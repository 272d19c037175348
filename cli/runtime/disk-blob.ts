import { open, stat } from 'node:fs/promises';

/** Number of bytes that are read at a time when a blob is streamed. */
const STREAM_BYTES = 2 ** 20;

interface DiskFile {
  path: string | URL;
  size: number;
  mtimeMs: number;
}

/**
 * A file of any size as a Blob whose bytes stay on the disk. In Node 20 to 22, `fs.openAsBlob` cannot slice beyond 2 GiB
 * and reports sizes modulo 4 GiB (nodejs/node#52585). The file is open only while something is read from it. If the file
 * has changed since the Blob was made, reading rejects with a `NotReadableError`.
 */
export async function openDiskBlob(path: string | URL): Promise<Blob> {
  const { size, mtimeMs } = await stat(path);
  return new DiskBlob({ path, size, mtimeMs }, 0, size);
}

/**
 * Bytes `start` to `start + size` of a file. The class extends Blob, so that it can be passed where a Blob is expected. The
 * Blob part of it is empty.
 */
class DiskBlob extends Blob {
  readonly #file: DiskFile;
  readonly #start: number;
  readonly #size: number;

  constructor(file: DiskFile, start: number, size: number, type?: string) {
    super([], { type });
    this.#file = file;
    this.#start = start;
    this.#size = size;
  }

  override get size(): number {
    return this.#size;
  }

  override slice(start = 0, end = this.#size, type?: string): Blob {
    const clamped = (at: number) =>
      Math.min(Math.max(Math.trunc(at < 0 ? this.#size + at : at) || 0, 0), this.#size);
    const from = clamped(start);
    return new DiskBlob(this.#file, this.#start + from, Math.max(clamped(end) - from, 0), type);
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.#read(0, this.#size)).buffer;
  }

  override async text(): Promise<string> {
    return new TextDecoder().decode(await this.arrayBuffer());
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    let done = 0;
    return new ReadableStream({
      pull: async (controller) => {
        const chunk = await this.#read(done, Math.min(done + STREAM_BYTES, this.#size));
        done += chunk.length;
        if (chunk.length > 0) controller.enqueue(chunk);
        if (done === this.#size) controller.close();
      },
    });
  }

  async #read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const { path, size, mtimeMs } = this.#file;
    const bytes = new Uint8Array(end - start);
    const handle = await open(path, 'r');
    try {
      const now = await handle.stat();
      let same = now.size === size && now.mtimeMs === mtimeMs;
      for (let done = 0; same && done < bytes.length;) {
        const at = this.#start + start + done;
        const { bytesRead } = await handle.read(bytes, done, bytes.length - done, at);
        same = bytesRead > 0;
        done += bytesRead;
      }
      if (!same) throw new DOMException('The file has changed', 'NotReadableError');
      return bytes;
    } finally {
      await handle.close();
    }
  }
}
