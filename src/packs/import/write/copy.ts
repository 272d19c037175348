import { createSHA256 } from 'hash-wasm';
import type { CopiedFile } from '../plan.ts';
import type { WrittenFile } from './convert.ts';
import type { PackSink } from './sink.ts';

/** Bytes that are copied at a time. */
const CHUNK_BYTES = 8 * 2 ** 20;

/**
 * Copies a file into a folder, and hashes it.
 * @param onBytes called with the number of bytes that were written since the last call
 */
export async function copyFile(
  { name, blob }: CopiedFile,
  sink: PackSink,
  onBytes: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<WrittenFile> {
  const hash = await createSHA256();
  const file = await sink.create(name);
  try {
    for (let at = 0; at < blob.size; at += CHUNK_BYTES) {
      signal?.throwIfAborted();
      const bytes = new Uint8Array(await blob.slice(at, at + CHUNK_BYTES).arrayBuffer());
      hash.update(bytes);
      await file.write(bytes);
      onBytes(bytes.length);
    }
  } finally {
    await file.close();
  }
  return { name, bytes: blob.size, sha256: hash.digest('hex') };
}
