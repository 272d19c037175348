import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../src/core/errors.ts';
import type { PackSource } from '../../src/packs/pack-source.ts';
import { openDiskBlob } from './disk-blob.ts';

/** A pack in a folder on disk. Opening or hashing a file does not load the whole file into memory. */
export class FolderPackSource implements PackSource {
  readonly #given: string;
  /** Real folders of the files that were read so far. onnxruntime does not follow a link to another folder. */
  readonly #real = new Set<string>();

  constructor(folder: string) {
    this.#given = path.resolve(folder);
  }

  /** The real folder of all files. Undefined if they are links to several folders, or to files with other names. */
  get folder(): string | undefined {
    const [folder, ...others] = this.#real;
    return others.length === 0 ? folder : undefined;
  }

  async read(name: string): Promise<Blob> {
    const file = path.join(this.#given, name);
    const info = await stat(file).catch(() => null);
    if (!info?.isFile())
      throw new AppError('pack-missing', {
        message: `${file} does not exist`,
        stage: 'load',
        values: { url: file },
      });
    if (name !== 'pack.json') {
      const real = path.parse(await realpath(file));
      this.#real.add(real.base === name ? real.dir : file);
    }
    return openDiskBlob(file);
  }

  async sha256(name: string, signal?: AbortSignal): Promise<string> {
    const hash = createHash('sha256');
    const chunks = createReadStream(path.join(this.#given, name), {
      highWaterMark: 1 << 20,
      signal,
    });
    for await (const chunk of chunks) hash.update(chunk as Buffer);
    return hash.digest('hex');
  }
}
