/** A file being written, from its start to its end. */
export interface FileSink {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  close(): Promise<void>;
}

/** A folder that a pack is written into: the browser's own storage, or a folder on disk. */
export interface PackSink {
  /** Bytes that may still be written; null where nobody knows. */
  freeBytes(): Promise<number | null>;
  /** Bytes of a file that is there, else null. */
  size(name: string): Promise<number | null>;
  readText(name: string): Promise<string | null>;
  /** Opens an empty file; one of that name is replaced. */
  create(name: string): Promise<FileSink>;
  remove(name: string): Promise<void>;
}

/** Writes a short file whole. */
export async function writeText(sink: PackSink, name: string, text: string): Promise<void> {
  const file = await sink.create(name);
  try {
    await file.write(new TextEncoder().encode(text));
  } finally {
    await file.close();
  }
}
