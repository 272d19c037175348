import { createHash } from 'node:crypto';
import { createReadStream, openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../src/core/errors.ts';
import type { PackSource } from '../../src/packs/load.ts';

/** A pack in a folder on disk. Its files stay there: neither reading nor hashing holds one in memory. */
export class FolderPackSource implements PackSource {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = path.resolve(folder);
  }

  async read(name: string): Promise<Blob> {
    const file = path.join(this.folder, name);
    const info = await stat(file).catch(() => null);
    if (!info?.isFile())
      throw new AppError('pack-missing', {
        message: `${file} is not there`,
        stage: 'load',
        values: { url: file },
      });
    return openAsBlob(file);
  }

  async sha256(name: string, signal?: AbortSignal): Promise<string> {
    const hash = createHash('sha256');
    const chunks = createReadStream(path.join(this.folder, name), {
      highWaterMark: 1 << 20,
      signal,
    });
    for await (const chunk of chunks) hash.update(chunk as Buffer);
    return hash.digest('hex');
  }
}
