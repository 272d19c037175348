import type { Appender, FileBox } from './file-box.ts';
import { pin } from '../core/pinned.ts';

/** A folder in the browser's storage (OPFS). Files can be written only in a worker. */
class OpfsBox implements FileBox {
  readonly #folder: FileSystemDirectoryHandle;

  constructor(folder: FileSystemDirectoryHandle) {
    this.#folder = folder;
  }

  async read(name: string): Promise<Blob | null> {
    try {
      const handle = await pin(this.#folder, (folder) => folder.getFileHandle(escaped(name)));
      return await pin(handle, (file) => file.getFile());
    } catch {
      return null;
    }
  }

  async append(name: string): Promise<Appender | null> {
    try {
      const handle = await pin(this.#folder, (folder) =>
        folder.getFileHandle(escaped(name), { create: true }),
      );
      return new OpfsAppender(await pin(handle, (file) => file.createSyncAccessHandle()));
    } catch {
      return null;
    }
  }

  async remove(name: string): Promise<void> {
    await pin(this.#folder, (folder) => folder.removeEntry(escaped(name))).catch(() => undefined);
  }

  async names(): Promise<string[]> {
    return pin(this.#folder, async (folder) => {
      const names: string[] = [];
      for await (const name of folder.keys()) names.push(decodeURIComponent(name));
      return names;
    });
  }

  async freeBytes(): Promise<number | null> {
    const { quota, usage } = await navigator.storage.estimate();
    return quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
  }
}

const escaped = (name: string) => encodeURIComponent(name);

/**
 * Writes all bytes at a position of a file.
 * @throws DOMException `QuotaExceededError` if there is no space; then a part may be written
 */
export function writeAll(access: FileSystemSyncAccessHandle, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length;) {
    const count = access.write(bytes.subarray(done) as Uint8Array<ArrayBuffer>, { at: at + done });
    if (count === 0) throw new DOMException('Nothing was written.', 'QuotaExceededError');
    done += count;
  }
}

class OpfsAppender implements Appender {
  readonly #access: FileSystemSyncAccessHandle;
  #closed = false;
  bytes: number;

  constructor(access: FileSystemSyncAccessHandle) {
    this.#access = access;
    this.bytes = access.getSize();
  }

  append(bytes: Uint8Array<ArrayBuffer>): void {
    writeAll(this.#access, bytes, this.bytes);
    this.bytes += bytes.length;
  }

  clear(): void {
    this.#access.truncate(0);
    this.bytes = 0;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      this.#access.flush();
    } finally {
      this.#access.close();
    }
  }
}

/**
 * Opens a folder in the browser's storage, and makes it if it does not exist. Null if the browser gives no storage: no
 * secure context, a private window, Node.
 */
export async function openBox(name: string): Promise<FileBox | null> {
  try {
    const root = await globalThis.navigator?.storage?.getDirectory?.();
    return root
      ? new OpfsBox(await pin(root, (folder) => folder.getDirectoryHandle(name, { create: true })))
      : null;
  } catch {
    return null;
  }
}
