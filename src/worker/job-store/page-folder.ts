import { pin } from '../../core/pinned.ts';
import type { FileSink } from '../../packs/import/write/sink.ts';
import { isNotFound, moved } from '../../packs/opfs-move.ts';
import type { JobFolder } from './folder.ts';

/**
 * A folder in the browser's storage (OPFS) into which the page itself can write. The browser writes a file aside and puts
 * it into place when it is closed, so a kill leaves the old file or the new one.
 */
export class PageFolder implements JobFolder {
  readonly #folder: FileSystemDirectoryHandle;

  constructor(folder: FileSystemDirectoryHandle) {
    this.#folder = folder;
  }

  async freeBytes(): Promise<number | null> {
    const { quota, usage } = await navigator.storage.estimate();
    return quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
  }

  async size(name: string): Promise<number | null> {
    return (await this.read(name))?.size ?? null;
  }

  async readText(name: string): Promise<string | null> {
    return (await (await this.read(name))?.text()) ?? null;
  }

  async read(name: string): Promise<Blob | null> {
    try {
      const handle = await pin(this.#folder, (folder) => folder.getFileHandle(name));
      return await pin(handle, (file) => file.getFile());
    } catch (error) {
      if (isNotFound(error)) return null;
      throw error;
    }
  }

  names(): Promise<string[]> {
    return pin(this.#folder, async (folder) => {
      const names: string[] = [];
      for await (const name of folder.keys()) names.push(name);
      return names;
    });
  }

  async create(name: string): Promise<FileSink> {
    const handle = await pin(this.#folder, (folder) =>
      folder.getFileHandle(name, { create: true }),
    );
    const writable = await pin(handle, (file) => file.createWritable());
    let failed = false;
    return {
      write: async (bytes) => {
        try {
          await pin(writable, (file) => file.write(bytes));
        } catch (error) {
          failed = true;
          throw error;
        }
      },
      // After a failed write the stream is broken. Its own error would hide the first one.
      close: async () => {
        if (!failed) await pin(writable, (file) => file.close());
      },
    };
  }

  async move(from: string, to: string): Promise<void> {
    const handle = await pin(this.#folder, (folder) => folder.getFileHandle(from));
    if (await moved(handle, to)) return;
    const copy = await this.create(to);
    const file = await pin(handle, (each) => each.getFile());
    await copy.write(new Uint8Array(await file.arrayBuffer()));
    await copy.close();
    await this.remove(from);
  }

  async remove(name: string): Promise<void> {
    try {
      await pin(this.#folder, (folder) => folder.removeEntry(name));
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}

/**
 * Opens a folder of this name in the browser's storage. Null if the browser gives no storage (no secure context, a private
 * window), if its pages cannot write files, or if the folder does not exist and `create` is false.
 */
export async function openPageFolder(name: string, create: boolean): Promise<PageFolder | null> {
  if (!('createWritable' in (globalThis.FileSystemFileHandle?.prototype ?? {}))) return null;
  try {
    const root = await navigator.storage.getDirectory();
    return new PageFolder(await pin(root, (folder) => folder.getDirectoryHandle(name, { create })));
  } catch {
    return null;
  }
}
