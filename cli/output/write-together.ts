import { randomInt } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { removeAtExit } from './leftovers.ts';
import { requireFolderOrNothing } from '../pictures.ts';
import { OutputError } from './output-error.ts';

/** What can be written: the content of one file. */
export type Content = Blob | Uint8Array;

/** Removes empty folders, from `folder` up to `top`. Folders that are not empty stay. */
async function removeEmpty(folder: string, top: string | undefined): Promise<void> {
  if (top === undefined) return;
  for (let at = folder; at.startsWith(top); at = path.dirname(at))
    if (
      !(await rmdir(at).then(
        () => true,
        () => false,
      ))
    )
      return;
}

/**
 * Tries whether files can be written into a folder, which may not exist yet. Leaves everything as it was.
 * @throws OutputError if not
 */
export async function requireWritable(folder: string): Promise<void> {
  const full = path.resolve(folder);
  const probe = path.join(full, `.mouse-facelift-${process.pid}`);
  const remove = removeAtExit(probe);
  let made: string | undefined;
  try {
    made = await mkdir(full, { recursive: true });
    // A full disk may still take an empty file.
    await writeFile(probe, new Uint8Array(65_536));
  } catch (cause) {
    throw new OutputError(folder, cause);
  } finally {
    await remove();
    await removeEmpty(full, made);
  }
}

/** Checks that results can be written into a folder, which need not exist. @throws UsageError or OutputError */
export async function requireOutput(out: string): Promise<void> {
  await requireFolderOrNothing(out);
  await requireWritable(out);
}

/**
 * Files that come into a folder together. Until `finish` they lie in a hidden folder inside it. A name may contain
 * subfolders, with `/`.
 */
export class Together {
  readonly #folder: string;
  readonly #full: string;
  readonly #beside: string;
  readonly #remove: () => Promise<void>;
  readonly #names: string[] = [];
  /** The topmost folder that `open` made, if any. */
  #made: string | undefined;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#full = path.resolve(folder);
    // Processes on several machines share folders, and may have the same number.
    this.#beside = path.join(this.#full, `.new-${randomInt(2 ** 40)}`);
    this.#remove = removeAtExit(this.#beside);
  }

  /** @throws OutputError */
  static async open(folder: string): Promise<Together> {
    const together = new Together(folder);
    await together.#try(async () => {
      together.#made = await mkdir(together.#full, { recursive: true });
      await mkdir(together.#beside, { recursive: true });
    });
    return together;
  }

  /** @throws OutputError. The folder then contains what it contained before */
  async add(name: string, content: Content): Promise<void> {
    const bytes = content instanceof Blob ? content.stream() : content;
    await this.#try(async () => {
      const file = path.join(this.#beside, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, bytes);
    });
    this.#names.push(name);
  }

  /**
   * Gives the files their places, and removes files of an earlier run.
   * @param isStale whether a file that is there beside the added ones, and was not added, is of an earlier run
   * @throws OutputError
   */
  async finish(isStale: (name: string) => boolean): Promise<void> {
    await this.#try(async () => {
      const folders = new Set(['.', ...this.#names.map((name) => path.posix.dirname(name))]);
      for (const name of folders) await mkdir(path.join(this.#full, name), { recursive: true });
      for (const name of this.#names)
        await rename(path.join(this.#beside, name), path.join(this.#full, name));
      const added = new Set(this.#names);
      for (const folder of folders)
        for (const file of await readdir(path.join(this.#full, folder))) {
          const name = path.posix.join(folder, file);
          if (!added.has(name) && isStale(name))
            await rm(path.join(this.#full, name), { force: true });
        }
    });
    await this.#remove();
  }

  /** Removes what was added. */
  async cancel(): Promise<void> {
    await this.#remove();
    await removeEmpty(this.#full, this.#made);
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      await this.cancel();
      throw new OutputError(this.#folder, cause);
    }
  }
}

/**
 * Writes files into a folder, all or none.
 * @param isStale as in `Together.finish`
 * @throws OutputError. The folder then contains what it contained before
 */
export async function writeTogether(
  folder: string,
  files: ReadonlyMap<string, Content>,
  isStale: (name: string) => boolean,
): Promise<void> {
  const together = await Together.open(folder);
  for (const [name, content] of files) await together.add(name, content);
  await together.finish(isStale);
}
