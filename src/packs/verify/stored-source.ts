import { AppError } from '../../core/errors.ts';
import { markDamaged } from '../import/write/record.ts';
import type { PackSink } from '../import/write/sink.ts';
import type { PackManifest } from '../manifest.ts';
import type { ListedFile, PackSource, ReadProgress } from '../pack-source.ts';
import { damageOf, wholeDamageOf } from './check.ts';
import type { FileRecords } from './records.ts';

/** The error for an imported weight file that is no longer what the import has written. */
const storedDamage = (pack: string, file: string, why: string) =>
  new AppError('stored-file-damaged', {
    message: `${pack}/${file} is damaged: ${why}`,
    stage: 'load',
    values: { pack, file },
  });

/**
 * An imported pack in the browser's storage. Its files are checked when they are read (`damageOf`). A damaged file is
 * noted in the pack's record, so that an import of the same checkpoint writes this file again, and no other.
 */
export class StoredPackSource implements PackSource {
  readonly #id: string;
  readonly #folder: PackSource & PackSink;
  readonly #records: FileRecords | null;

  /** @param records null if the browser cannot keep any; then every file is hashed whenever it is read */
  constructor(id: string, folder: PackSource & PackSink, records: FileRecords | null) {
    this.#id = id;
    this.#folder = folder;
    this.#records = records;
  }

  read(name: string): Promise<Blob> {
    return this.#folder.read(name);
  }

  /** @throws AppError `stored-file-damaged`, also if the file is missing */
  async readListed(file: ListedFile, onProgress?: ReadProgress, signal?: AbortSignal) {
    const blob = await this.#folder.read(file.name).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'pack-missing') return null;
      throw error;
    });
    const damage = blob
      ? await damageOf(blob, file, this.#records, { onProgress, signal })
      : 'it is missing';
    if (blob && damage === null) return blob;
    await this.#note([file.name]);
    throw storedDamage(this.#id, file.name, damage ?? '');
  }

  /**
   * Checks every file by its SHA-256.
   * @param onProgress called with the bytes that were read so far
   * @returns names of the damaged files
   */
  async check(
    { files }: PackManifest,
    onProgress?: ReadProgress,
    signal?: AbortSignal,
  ): Promise<string[]> {
    const damaged: string[] = [];
    let before = 0;
    for (const file of files) {
      const blob = await this.#folder.read(file.name).catch(() => new Blob());
      const report = (bytes: number) => onProgress?.(before + bytes);
      const options = { onProgress: report, signal };
      if ((await wholeDamageOf(blob, file, this.#records, options)) !== null)
        damaged.push(file.name);
      before += file.bytes;
    }
    await this.#note(damaged);
    return damaged;
  }

  /** Notes damaged files in the pack's record. If that fails, the damage is still reported. */
  async #note(names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    await markDamaged(this.#folder, names).catch((error: unknown) =>
      console.warn(`The damage of ${names.join(', ')} could not be noted.`, error),
    );
  }
}
