import { AppError } from '../core/errors.ts';
import type { FileSink, PackSink } from './import/write/sink.ts';
import type { PackSource } from './load.ts';

/** The folder of imported packs in the browser's own storage, a folder per pack. */
const PACKS = 'packs';

const named = (error: unknown, name: string) =>
  error instanceof DOMException && error.name === name;

const absent = (error: unknown) => named(error, 'NotFoundError');

/** What the browser says when its storage fails, in our terms. */
function storageError(cause: unknown, id: string): unknown {
  return named(cause, 'NoModificationAllowedError') ? packBusy(id, cause) : cause;
}

/** Somebody else writes or reads this pack just now. */
export const packBusy = (id: string, cause?: unknown) =>
  new AppError('pack-busy', {
    message: `pack ${id} is in use`,
    stage: 'load',
    values: { pack: id },
    cause,
  });

/** Undefined where there is no such storage: no secure context, a private window. */
async function packsFolder(create: boolean): Promise<FileSystemDirectoryHandle | undefined> {
  // Browsers refuse in different words.
  const root = await navigator.storage?.getDirectory?.().catch(() => undefined);
  try {
    return await root?.getDirectoryHandle(PACKS, { create });
  } catch (error) {
    if (absent(error)) return undefined;
    throw error;
  }
}

/** Names of all folders, whole packs and unfinished imports. */
export async function storedFolders(): Promise<string[]> {
  const ids: string[] = [];
  for await (const [name, handle] of (await packsFolder(false)) ?? [])
    if (handle.kind === 'directory') ids.push(name);
  return ids.toSorted();
}

/**
 * Removes a pack or an unfinished import with all its files.
 *
 * @throws AppError `pack-busy` while one of its files is being written
 */
export async function removeFolder(id: string): Promise<void> {
  const packs = await packsFolder(false);
  try {
    await packs?.removeEntry(id, { recursive: true });
  } catch (error) {
    if (!absent(error)) throw storageError(error, id);
  }
}

/** One imported pack in the browser's own storage. Written in a worker only; read anywhere, from disk. */
export class OpfsFolder implements PackSink, PackSource {
  /** Written and hashed by ourselves. */
  readonly trusted = true;
  readonly #id: string;

  constructor(id: string) {
    this.#id = id;
  }

  async freeBytes(): Promise<number | null> {
    const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
    return quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
  }

  /** Names and sizes of the files that are there. */
  async list(): Promise<Map<string, number>> {
    const sizes = new Map<string, number>();
    for await (const [name, handle] of (await this.#folder(false)) ?? [])
      if (handle.kind === 'file') sizes.set(name, (await handle.getFile()).size);
    return sizes;
  }

  async size(name: string): Promise<number | null> {
    return (await this.#file(name))?.size ?? null;
  }

  async readText(name: string): Promise<string | null> {
    return (await (await this.#file(name))?.text()) ?? null;
  }

  async read(name: string): Promise<Blob> {
    const file = await this.#file(name);
    if (file) return file;
    throw new AppError('pack-missing', {
      message: `${this.#id}/${name} is not in the browser's storage`,
      stage: 'load',
      values: { url: `${this.#id}/${name}` },
    });
  }

  /** Straight into the file: a writable stream would write a copy first and need the room twice. */
  async create(name: string): Promise<FileSink> {
    const id = this.#id;
    const folder = await this.#folder(true);
    if (!folder)
      throw new AppError('storage-unavailable', {
        message: 'the browser gives this page no storage of its own',
        stage: 'load',
      });
    try {
      const handle = await folder.getFileHandle(name, { create: true });
      const access = await handle.createSyncAccessHandle();
      access.truncate(0);
      let at = 0;
      return {
        async write(bytes) {
          for (let done = 0; done < bytes.length;) {
            const count = access.write(bytes.subarray(done), { at });
            if (count === 0) throw new DOMException('Nothing was written.', 'QuotaExceededError');
            done += count;
            at += count;
          }
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

  async remove(name: string): Promise<void> {
    const folder = await this.#folder(false);
    try {
      await folder?.removeEntry(name);
    } catch (error) {
      if (!absent(error)) throw storageError(error, this.#id);
    }
  }

  async #folder(create: boolean): Promise<FileSystemDirectoryHandle | undefined> {
    try {
      return await (await packsFolder(create))?.getDirectoryHandle(this.#id, { create });
    } catch (error) {
      if (absent(error)) return undefined;
      throw error;
    }
  }

  async #file(name: string): Promise<File | undefined> {
    try {
      return await (await (await this.#folder(false))?.getFileHandle(name))?.getFile();
    } catch (error) {
      if (absent(error)) return undefined;
      throw error;
    }
  }
}
