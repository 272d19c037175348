import type { FileBox } from '../file-box.ts';
import type { ListedFile } from '../pack-source.ts';
import { damageOf, type CheckOptions } from '../verify/check.ts';
import { BLOCK_BYTES, type Digest } from '../verify/hasher.ts';
import type { FileRecords } from '../verify/records.ts';
import type { StoredPart } from './landing.ts';

/** Bytes that must stay free in the browser's storage when a file is kept. */
const MARGIN_BYTES = 64 * 2 ** 20;

/**
 * The weight files of one served pack that the browser keeps, so that the next visit fetches none. A file's name is its
 * SHA-256, so a changed file never passes for the one before.
 */
export class KeptFiles {
  readonly #box: FileBox;
  readonly #records: FileRecords;
  /** Starts the names of this pack's files. */
  readonly #prefix: string;

  /** @param folder URL of the pack's folder. Other pages of the same origin have other packs. */
  constructor(box: FileBox, records: FileRecords, folder: string) {
    this.#box = box;
    this.#records = records;
    this.#prefix = `${folder}#`;
  }

  /**
   * The kept copy of a file, checked. Null if there is none, or only a part of it.
   * @returns the damage as a text if the copy is damaged; the copy is then removed
   */
  async open(file: ListedFile, options: CheckOptions): Promise<Blob | string | null> {
    const blob = await this.#box.read(this.#nameOf(file));
    // If the download was ended between its last byte and the check, there is no record: `damageOf` computes the SHA-256.
    if (blob?.size !== file.bytes) return null;
    const damage = await damageOf(blob, file, this.#records, options);
    if (damage === null) return blob;
    await this.#box.remove(this.#nameOf(file));
    await this.#records.remove(file.sha256);
    return damage;
  }

  /** Number of bytes of a file that are kept. They are not checked. */
  async bytesOf(file: ListedFile): Promise<number> {
    const has = (await this.#box.read(this.#nameOf(file)))?.size ?? 0;
    return Math.min(has, file.bytes);
  }

  /** Opens the part of a file that was fetched so far. Null if the file cannot be kept. */
  async part(file: ListedFile): Promise<StoredPart | null> {
    const name = this.#nameOf(file);
    const has = (await this.#box.read(name))?.size ?? 0;
    const free = await this.#box.freeBytes().catch(() => null);
    if (free !== null && free < file.bytes - has + MARGIN_BYTES) return null;
    const appender = await this.#box.append(name);
    if (!appender) return null;
    const read = async () => {
      const blob = await this.#box.read(name);
      if (!blob) throw new DOMException('The stored file is gone.', 'NotFoundError');
      return blob;
    };
    return { appender, read, remove: () => this.#box.remove(name) };
  }

  /** Records that the SHA-256 of a fetched file was right. */
  confirm({ sha256, bytes }: ListedFile, { blocks }: Digest): Promise<void> {
    const record = { bytes, blockBytes: BLOCK_BYTES, blocks, wholeAtMs: Date.now(), next: 0 };
    return this.#records.write(sha256, record);
  }

  /** Removes this pack's files that are not in the list. */
  async removeOthers(listed: readonly ListedFile[]): Promise<void> {
    const kept = new Set(listed.map((file) => this.#nameOf(file)));
    for (const name of await this.#box.names())
      if (name.startsWith(this.#prefix) && !kept.has(name)) await this.#box.remove(name);
  }

  #nameOf({ sha256 }: ListedFile): string {
    return `${this.#prefix}${sha256}`;
  }
}
