import { mkdir, open, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { FileSink, PackSink } from '../../src/packs/import/write/sink.ts';

const isMissingFile = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** An error of the file system, as `PackSink` states it: a full disk or quota is a `QuotaExceededError`. */
const writeError = (error: unknown): unknown =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
    ? new DOMException(error.message, 'QuotaExceededError')
    : error;

/** A folder on disk that a pack is written into. The folder is created when the first file is created. */
export class FolderSink implements PackSink {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = path.resolve(folder);
  }

  async freeBytes(): Promise<number | null> {
    // A folder that does not exist yet will be on the disk of the nearest existing folder above it.
    for (let at = this.#folder; ; at = path.dirname(at)) {
      const disk = await statfs(at).catch(() => null);
      if (disk) return disk.bavail * disk.bsize;
      if (at === path.dirname(at)) return null;
    }
  }

  async size(name: string): Promise<number | null> {
    const info = await stat(this.#at(name)).catch(() => null);
    return info?.isFile() ? info.size : null;
  }

  async readText(name: string): Promise<string | null> {
    return readFile(this.#at(name), 'utf8').catch((error: unknown) => {
      if (isMissingFile(error)) return null;
      throw error;
    });
  }

  async create(name: string): Promise<FileSink> {
    await mkdir(this.#folder, { recursive: true });
    const file = await open(this.#at(name), 'w');
    return {
      async write(bytes) {
        try {
          for (let done = 0; done < bytes.length;)
            done += (await file.write(bytes, done)).bytesWritten;
        } catch (error) {
          throw writeError(error);
        }
      },
      async close() {
        try {
          await file.sync();
        } catch (error) {
          throw writeError(error);
        } finally {
          await file.close();
        }
      },
    };
  }

  move(from: string, to: string): Promise<void> {
    return rename(this.#at(from), this.#at(to));
  }

  remove(name: string): Promise<void> {
    return rm(this.#at(name), { force: true });
  }

  #at(name: string): string {
    return path.join(this.#folder, name);
  }
}
