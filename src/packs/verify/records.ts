import { z } from 'zod';
import type { FileBox } from '../file-box.ts';
import { BLOCK_BYTES } from './hasher.ts';

const schema = z.strictObject({
  bytes: z.int().min(0),
  blockBytes: z.literal(BLOCK_BYTES),
  blocks: z.array(z.string().regex(/^[0-9a-f]{16}$/)),
  /** When all blocks were last checked, milliseconds since 1970. */
  wholeAtMs: z.number(),
  /** The block with which the next check begins. */
  next: z.int().min(0),
});

/** What is known of a stored file. A record is written only when the file's SHA-256 was right. */
export type FileRecord = z.infer<typeof schema>;

/** The records of stored files, by SHA-256. They live in the browser's storage. */
export class FileRecords {
  readonly #box: FileBox;

  constructor(box: FileBox) {
    this.#box = box;
  }

  /** The record of a file. Null if there is none, or if it does not belong to a file of this size, or is torn. */
  async read(sha256: string, bytes: number): Promise<FileRecord | null> {
    const text = await (await this.#box.read(sha256))?.text().catch(() => null);
    try {
      const { data } = schema.safeParse(JSON.parse(text ?? ''));
      const fits = data?.bytes === bytes && data.blocks.length === Math.ceil(bytes / BLOCK_BYTES);
      return fits ? data : null;
    } catch {
      return null;
    }
  }

  /** Writes a record. If that fails, the file is checked as a whole the next time, so no error is thrown. */
  async write(sha256: string, record: FileRecord): Promise<void> {
    const file = await this.#box.append(sha256);
    if (!file) return;
    try {
      file.clear();
      file.append(new TextEncoder().encode(JSON.stringify(record)));
    } catch (error) {
      console.info('The record of a checked file was not kept.', error);
    } finally {
      file.close();
    }
  }

  remove(sha256: string): Promise<void> {
    return this.#box.remove(sha256);
  }

  /** Removes the records of all files that are not in `kept`. */
  async removeOthers(kept: ReadonlySet<string>): Promise<void> {
    for (const name of await this.#box.names()) if (!kept.has(name)) await this.remove(name);
  }
}
