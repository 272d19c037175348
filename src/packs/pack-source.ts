/** Called with the number of bytes of one file received so far. If it throws, reading stops with that error. */
export type ReadProgress = (loadedBytes: number) => void;

/**
 * Where a pack's files come from: a web folder (`http-source.ts`), a folder on disk, or the browser's
 * storage.
 */
export interface PackSource {
  /** True if this app wrote and hashed the files itself. Then only their sizes are checked again. */
  readonly trusted?: boolean;
  /** Path of the folder on this machine's disk, for runtimes that open the files there themselves. */
  readonly folder?: string;
  /**
   * SHA-256 of a file, lower-case hex. Only for sources that can hash a file without reading all of it into
   * memory.
   */
  sha256?(name: string, signal?: AbortSignal): Promise<string>;
  /** The content of one file. */
  read(name: string, onProgress?: ReadProgress, signal?: AbortSignal): Promise<Blob>;
}
