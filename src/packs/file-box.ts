/** A file that grows at its end. */
export interface Appender {
  /** Size in bytes. */
  readonly bytes: number;
  /** @throws DOMException `QuotaExceededError` if there is no space */
  append(bytes: Uint8Array<ArrayBuffer>): void;
  /** Removes all bytes. */
  clear(): void;
  /** Can be called twice. */
  close(): void;
}

/** A folder of files. Each name is free: `/` and other special characters are escaped. */
export interface FileBox {
  /** The file, or null. */
  read(name: string): Promise<Blob | null>;
  /** Opens a file for writing at its end. Null if it is being written elsewhere, or cannot be written here. */
  append(name: string): Promise<Appender | null>;
  remove(name: string): Promise<void>;
  names(): Promise<string[]>;
  /** Bytes that the browser still allows; null if it does not say. */
  freeBytes(): Promise<number | null>;
}
