import type { Incident } from './download/news.ts';

/** Called with the number of bytes of one file received so far. If it throws, reading stops with that error. */
export type ReadProgress = (loadedBytes: number) => void;

/** A weight file as pack.json lists it. */
export interface ListedFile {
  name: string;
  bytes: number;
  /** Lower-case hex. */
  sha256: string;
}

/**
 * Reads a pack's files from a web folder (`http-source.ts`), from a folder on disk, or from the browser's storage.
 */
export interface PackSource {
  /** True if the files need no check. Only tests say so. */
  readonly trusted?: boolean;
  /** Path of the folder on this machine's disk, for runtimes that open files by path. */
  readonly folder?: string;
  /** Faults that were overcome while the files were read. */
  readonly incidents?: readonly Incident[];
  /**
   * SHA-256 of a file, lower-case hex. A source has this method if it can hash a file without reading the whole file
   * into memory.
   */
  sha256?(name: string, signal?: AbortSignal): Promise<string>;
  /** The content of one file. */
  read(name: string, onProgress?: ReadProgress, signal?: AbortSignal): Promise<Blob>;
  /**
   * The content of a weight file, which the source has checked itself. If a source lacks this method, `openPack` reads
   * the file and checks its size and its SHA-256.
   * @throws AppError that names the file, if it is damaged
   */
  readListed?(file: ListedFile, onProgress?: ReadProgress, signal?: AbortSignal): Promise<Blob>;
  /** Called when every file of a pack was read. The source may forget what the pack no longer has. */
  settled?(files: readonly ListedFile[]): Promise<void>;
}
