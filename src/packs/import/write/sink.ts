/** A file that is written from its start to its end. */
export interface FileSink {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  close(): Promise<void>;
}

/** A folder that a pack is written into: the browser's own storage, or a folder on disk. */
export interface PackSink {
  /** Bytes that can still be written; null if this is unknown. */
  freeBytes(): Promise<number | null>;
  /** Bytes of a file, or null if it does not exist. */
  size(name: string): Promise<number | null>;
  /** Null if the file does not exist. */
  readText(name: string): Promise<string | null>;
  /** Opens an empty file. It replaces a file of the same name. */
  create(name: string): Promise<FileSink>;
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
