import { AppError } from '../core/errors.ts';
import type { Receiver, RemoteFile } from './download/attempt.ts';
import { download } from './download/download.ts';
import { fileDamaged, fileMissing, packMissing } from './download/faults.ts';
import type { KeptFiles } from './download/kept-files.ts';
import { Landing } from './download/landing.ts';
import { DownloadWatch, type Incident } from './download/news.ts';
import { BRIEF, PATIENT, type Timing } from './download/timing.ts';
import type { ListedFile, PackSource, ReadProgress } from './pack-source.ts';

/** Options of `HttpPackSource`. */
interface HttpOptions {
  /** Where the weight files are kept for the next visit. Without it, they are only in memory. */
  kept?: KeptFiles | null;
  watch?: DownloadWatch;
  /** Times for weight files; tests use shorter ones. */
  timing?: Timing;
  /** Times for pack.json and index.json. */
  briefTiming?: Timing;
}

/**
 * A pack in a folder on a web server. Files that have arrived stay in this object, or in the browser's storage, until the
 * whole pack was read. So a second try fetches only what is missing.
 */
export class HttpPackSource implements PackSource {
  readonly watch: DownloadWatch;
  readonly #folder: string;
  readonly #kept: KeptFiles | null;
  readonly #timing: Timing;
  readonly #briefTiming: Timing;
  /** Files that have arrived and are right, by SHA-256. */
  readonly #arrived = new Map<string, Blob>();
  /** Parts of files in memory, by SHA-256. */
  readonly #parts = new Map<string, Landing>();

  /** @param folder URL of the folder, with or without a slash at its end */
  constructor(
    folder: string,
    { kept = null, watch, timing = PATIENT, briefTiming = BRIEF }: HttpOptions = {},
  ) {
    this.#folder = folder.replace(/\/*$/, '/');
    this.#kept = kept;
    this.watch = watch ?? new DownloadWatch();
    this.#timing = timing;
    this.#briefTiming = briefTiming;
  }

  get incidents(): readonly Incident[] {
    return this.watch.incidents;
  }

  /**
   * Fetches pack.json or index.json.
   * @throws AppError `pack-missing` if the file does not exist, `download-failed` if it cannot be fetched
   */
  async read(name: string, onProgress?: ReadProgress, signal?: AbortSignal): Promise<Blob> {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    const receiver: Receiver = {
      get bytes() {
        return chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);
      },
      write: async (chunk) => void chunks.push(chunk),
      reset: async () => void (chunks.length = 0),
    };
    const { watch } = this;
    const timing = this.#briefTiming;
    await download(this.#remote(name, packMissing), receiver, {
      watch,
      timing,
      onProgress,
      signal,
    });
    return new Blob(chunks);
  }

  /**
   * Fetches a weight file, or opens the copy that an earlier visit has kept. A file that arrives damaged is fetched once
   * more, past all caches. A kept copy that is damaged is fetched again.
   * @throws AppError `file-missing`, `file-size`, `file-damaged`, `download-failed`; all name the file
   */
  async readListed(file: ListedFile, onProgress?: ReadProgress, signal?: AbortSignal) {
    const ready = this.#arrived.get(file.sha256) ?? (await this.#copy(file, onProgress, signal));
    const blob = ready ?? (await this.#fetched(file, onProgress, signal));
    this.#arrived.set(file.sha256, blob);
    return blob;
  }

  /** Number of bytes that `readListed` must fetch of these files. What is there is not checked. */
  async missingBytes(files: readonly ListedFile[]): Promise<number> {
    let missing = 0;
    for (const file of files)
      if (!this.#arrived.has(file.sha256))
        missing += file.bytes - ((await this.#kept?.bytesOf(file)) ?? 0);
    return missing;
  }

  /** Whether the files are kept for the next visit. */
  get isKept(): boolean {
    return this.#kept !== null;
  }

  async settled(files: readonly ListedFile[]): Promise<void> {
    this.#arrived.clear();
    await this.#kept?.removeOthers(files);
  }

  /** The kept copy, if it is whole. */
  async #copy(file: ListedFile, onProgress?: ReadProgress, signal?: AbortSignal) {
    const copy = await this.#kept?.open(file, { onProgress, signal });
    if (typeof copy !== 'string') return copy;
    const detail = `The stored copy was damaged: ${copy}. The file is fetched again.`;
    this.watch.report({ file: file.name, fault: 'copy-damaged', atByte: file.bytes, detail });
    return null;
  }

  async #fetched(file: ListedFile, onProgress?: ReadProgress, signal?: AbortSignal): Promise<Blob> {
    for (let again = false; ; again = true) {
      const landing = this.#parts.get(file.sha256) ?? (await this.#land(file));
      this.#parts.set(file.sha256, landing);
      try {
        if (landing.bytes < file.bytes)
          await download(this.#remote(file.name, fileMissing, file.bytes), landing, {
            watch: this.watch,
            timing: this.#timing,
            // A kept file needs no second copy in the browser's cache. A damaged one may have come from there.
            cache: again ? 'reload' : landing.isStored ? 'no-store' : 'default',
            onProgress,
            signal,
          });
        this.#parts.delete(file.sha256);
        const digest = landing.digest();
        if (digest.sha256 === file.sha256) {
          landing.close();
          if (landing.isStored) await this.#kept?.confirm(file, digest);
          return await landing.content();
        }
        await landing.reset();
        const damage = fileDamaged(file.name, digest.sha256, file.sha256);
        if (again) throw damage;
        const detail = `${damage.message}. The file is fetched once more.`;
        this.watch.report({ file: file.name, fault: 'damaged', atByte: file.bytes, detail });
      } catch (error) {
        // What has arrived is not the listed file, so no later try may go on after it.
        if (error instanceof AppError && error.code === 'file-size') await landing.reset();
        throw error;
      } finally {
        if (landing.isStored) this.#parts.delete(file.sha256);
        landing.close();
      }
    }
  }

  async #land(file: ListedFile): Promise<Landing> {
    return Landing.open((await this.#kept?.part(file)) ?? null, file.bytes);
  }

  #remote(
    name: string,
    missing: (url: string, name: string) => AppError,
    bytes?: number,
  ): RemoteFile {
    return { url: `${this.#folder}${encodeURIComponent(name)}`, name, bytes, missing };
  }
}
