/** A file that is written from its start to its end. */
export interface FileSink {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Closes the file. Its bytes are then on the disk. */
  close(): Promise<void>;
}

/**
 * A folder that a pack is written into: in the browser's storage, or on disk. If the disk is full, writing throws a
 * DOMException with the name `QuotaExceededError`.
 */
export interface PackSink {
  /** Number of bytes that can still be written; null if the number is unknown. */
  freeBytes(): Promise<number | null>;
  /** Size of a file in bytes, or null if the file does not exist. */
  size(name: string): Promise<number | null>;
  /** The content of a text file; null if the file does not exist. */
  readText(name: string): Promise<string | null>;
  /** Opens a new, empty file. An existing file of the same name is emptied. */
  create(name: string): Promise<FileSink>;
  /**
   * Renames a file. A file with the new name is replaced. If the system cannot do this in one step, the file is
   * copied: then a kill can leave a part of the copy, and the whole original beside it.
   */
  move(from: string, to: string): Promise<void>;
  /** Removes a file, if it exists. */
  remove(name: string): Promise<void>;
}

/** Writes a whole text file. */
export async function writeText(sink: PackSink, name: string, text: string): Promise<void> {
  const file = await sink.create(name);
  try {
    await file.write(new TextEncoder().encode(text));
  } finally {
    await file.close();
  }
}
