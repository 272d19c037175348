/** Called with the number of bytes of one file received so far. If it throws, reading stops with that error. */
export type ReadProgress = (loadedBytes: number) => void;

/**
 * Reads a pack's files from a web folder (`http-source.ts`), from a folder on disk, or from the browser's storage.
 */
export interface PackSource {
  /** True if this app wrote and hashed the files itself. Then only the sizes are checked again. */
  readonly trusted?: boolean;
  /** Path of the folder on this machine's disk, for runtimes that open files by path. */
  readonly folder?: string;
  /**
   * SHA-256 of a file, lower-case hex. A source has this method if it can hash a file without reading the whole file
   * into memory.
   */
  sha256?(name: string, signal?: AbortSignal): Promise<string>;
  /** The content of one file. */
  read(name: string, onProgress?: ReadProgress, signal?: AbortSignal): Promise<Blob>;
}
