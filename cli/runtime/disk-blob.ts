import { open, type FileHandle } from 'node:fs/promises';

/** One read from the disk at a time when a blob is streamed. */
const STREAM_BYTES = 2 ** 20;

/**
 * A file as a Blob whose bytes stay on the disk, at any size. Node's own `fs.openAsBlob` (20 to 22, nodejs/node#52585)
 * cannot slice beyond 2 GiB and gives sizes modulo 4 GiB. The file must not change while the blob is in use: a read that comes
 * out short rejects. The file is closed when the last slice has been collected.
 */
export async function openDiskBlob(path: string | URL): Promise<Blob> {
  const handle = await open(path, 'r');
  const stat = await handle.stat();
  if (stat.isFile()) return new DiskBlob(handle, 0, stat.size, '');
  await handle.close();
  throw new Error(`${path} is no file`);
}

/** Bytes `start` to `start + size` of an open file. Only `Blob` by type: its own store is empty. */
class DiskBlob extends Blob {
  readonly #handle: FileHandle;
  readonly #start: number;
  readonly #size: number;
  readonly #type: string;

  constructor(handle: FileHandle, start: number, size: number, type: string) {
    super();
    this.#handle = handle;
    this.#start = start;
    this.#size = size;
    this.#type = type;
  }

  override get size(): number {
    return this.#size;
  }

  override get type(): string {
    return this.#type;
  }

  override slice(start = 0, end = this.#size, type = ''): Blob {
    const inside = (at: number) =>
      Math.min(Math.max(Math.trunc(at < 0 ? this.#size + at : at) || 0, 0), this.#size);
    const from = inside(start);
    const size = Math.max(inside(end) - from, 0);
    return new DiskBlob(this.#handle, this.#start + from, size, type.toLowerCase());
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    const bytes = new Uint8Array(this.#size);
    await this.#read(bytes, 0);
    return bytes.buffer;
  }

  override async text(): Promise<string> {
    return new TextDecoder().decode(await this.arrayBuffer());
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    let done = 0;
    return new ReadableStream({
      pull: async (controller) => {
        const chunk = new Uint8Array(Math.min(STREAM_BYTES, this.#size - done));
        await this.#read(chunk, done);
        done += chunk.length;
        if (chunk.length > 0) controller.enqueue(chunk);
        if (done === this.#size) controller.close();
      },
    });
  }

  /** Fills `bytes` from `offset` within this blob. */
  async #read(bytes: Uint8Array, offset: number): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const { bytesRead } = await this.#handle.read(
        bytes,
        done,
        bytes.length - done,
        this.#start + offset + done,
      );
      if (bytesRead === 0) throw new DOMException('The file became shorter', 'NotReadableError');
      done += bytesRead;
    }
  }
}
