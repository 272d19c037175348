import { AppError } from '../core/errors.ts';
import type { FileSink, PackSink } from './import/write/sink.ts';
import { writeAll } from './opfs-box.ts';
import { hasName, isNotFound, moved } from './opfs-move.ts';
import type { PackSource } from './pack-source.ts';
import { pin } from '../core/pinned.ts';

/** Name of the folder of imported packs in the browser's storage (OPFS). It contains one folder per pack. */
const PACKS = 'packs';

/** Turns the storage error for a file in use into `pack-busy`. Other errors are returned unchanged. */
function storageError(cause: unknown, id: string): unknown {
  return hasName(cause, 'NoModificationAllowedError') ? packBusy(id, cause) : cause;
}

/** The error for a pack that another tab or worker is writing or reading. */
export const packBusy = (id: string, cause?: unknown) =>
  new AppError('pack-busy', {
    message: `pack ${id} is in use`,
    stage: 'load',
    values: { pack: id },
    cause,
  });

/**
 * The folder of imported packs. Undefined if the folder does not exist, or if the browser gives no storage (no secure
 * context, a private window).
 */
async function packsFolder(create: boolean): Promise<FileSystemDirectoryHandle | undefined> {
  // Browsers reject with different errors.
  const root = await navigator.storage?.getDirectory?.().catch(() => undefined);
  try {
    return root && (await pin(root, (folder) => folder.getDirectoryHandle(PACKS, { create })));
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Names of all folders of packs, including unfinished imports. */
export async function storedFolders(): Promise<string[]> {
  const packs = await packsFolder(false);
  if (!packs) return [];
  return pin(packs, async (folder) => {
    const ids: string[] = [];
    for await (const [name, handle] of folder) if (handle.kind === 'directory') ids.push(name);
    return ids.toSorted();
  });
}

/**
 * Removes a pack or an unfinished import with all its files.
 *
 * @throws AppError `pack-busy` while one of its files is being written
 */
export async function removeFolder(id: string): Promise<void> {
  const packs = await packsFolder(false);
  try {
    if (packs) await pin(packs, (folder) => folder.removeEntry(id, { recursive: true }));
  } catch (error) {
    if (!isNotFound(error)) throw storageError(error, id);
  }
}

/**
 * One imported pack in the browser's storage. Files can be written only in a worker, and read everywhere. Files that
 * are read stay on disk.
 */
export class OpfsFolder implements PackSink, PackSource {
  /** This app wrote and hashed the files. */
  readonly trusted = true;
  readonly #id: string;

  constructor(id: string) {
    this.#id = id;
  }

  /** Bytes that the browser's quota still allows; null if the browser does not report them. */
  async freeBytes(): Promise<number | null> {
    const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
    return quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
  }

  /** Names of the files in the folder, with their sizes in bytes. */
  async list(): Promise<Map<string, number>> {
    const sizes = new Map<string, number>();
    const folder = await this.#folder(false);
    if (!folder) return sizes;
    return pin(folder, async () => {
      for await (const [name, handle] of folder)
        if (handle.kind === 'file')
          sizes.set(name, (await pin(handle, () => handle.getFile())).size);
      return sizes;
    });
  }

  /** Size of a file in bytes; null if the file does not exist. */
  async size(name: string): Promise<number | null> {
    return (await this.#file(name))?.size ?? null;
  }

  /** The content of a text file; null if the file does not exist. */
  async readText(name: string): Promise<string | null> {
    return (await (await this.#file(name))?.text()) ?? null;
  }

  /** @throws AppError `pack-missing` if the file does not exist */
  async read(name: string): Promise<Blob> {
    const file = await this.#file(name);
    if (file) return file;
    throw new AppError('pack-missing', {
      message: `${this.#id}/${name} is not in the browser's storage`,
      stage: 'load',
      values: { url: `${this.#id}/${name}` },
    });
  }

  /**
   * Opens a file for writing. An existing file is emptied. The bytes are written directly into the file: a writable
   * stream would write a copy first, which needs the space twice.
   * @throws AppError `storage-unavailable`, `pack-busy`
   */
  async create(name: string): Promise<FileSink> {
    const id = this.#id;
    const folder = await this.#folder(true);
    if (!folder)
      throw new AppError('storage-unavailable', {
        message: 'the browser does not give this page any storage',
        stage: 'load',
      });
    try {
      const handle = await pin(folder, () => folder.getFileHandle(name, { create: true }));
      const access = await pin(handle, () => handle.createSyncAccessHandle());
      access.truncate(0);
      let at = 0;
      return {
        async write(bytes) {
          writeAll(access, bytes, at);
          at += bytes.length;
        },
        async close() {
          try {
            access.flush();
          } finally {
            access.close();
          }
        },
      };
    } catch (error) {
      throw storageError(error, id);
    }
  }

  /**
   * Renames a file. A file with the new name is replaced. Chromium does this in one step. Where a browser has no
   * `move`, or does not replace a file, the file is copied.
   * @throws AppError `pack-missing`, `pack-busy`
   */
  async move(from: string, to: string): Promise<void> {
    const folder = await this.#folder(false);
    const handle = folder && (await pin(folder, () => folder.getFileHandle(from)));
    if (!handle || !(await moved(handle, to))) {
      const copy = await this.create(to);
      try {
        await copy.write(new Uint8Array(await (await this.read(from)).arrayBuffer()));
      } finally {
        await copy.close();
      }
      await this.remove(from);
    }
  }

  /** Removes a file, if it exists. @throws AppError `pack-busy` */
  async remove(name: string): Promise<void> {
    const folder = await this.#folder(false);
    try {
      if (folder) await pin(folder, () => folder.removeEntry(name));
    } catch (error) {
      if (!isNotFound(error)) throw storageError(error, this.#id);
    }
  }

  /** The pack's folder. Undefined without storage, or if the folder does not exist and `create` is false. */
  async #folder(create: boolean): Promise<FileSystemDirectoryHandle | undefined> {
    try {
      const packs = await packsFolder(create);
      return packs && (await pin(packs, () => packs.getDirectoryHandle(this.#id, { create })));
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async #file(name: string): Promise<File | undefined> {
    try {
      const folder = await this.#folder(false);
      if (!folder) return undefined;
      const handle = await pin(folder, () => folder.getFileHandle(name));
      return await pin(handle, () => handle.getFile());
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }
}
