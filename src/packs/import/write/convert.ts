import { createSHA256 } from 'hash-wasm';
import type { PlannedShard } from './layout.ts';
import { pieces } from './pieces.ts';
import type { PackSink } from './sink.ts';

/** Small tensors are written together, up to this number of bytes. A network has hundreds of tensors of a few kilobytes. */
const WRITE_BYTES = 4 * 2 ** 20;

/** A finished file, as pack.json lists it. */
export interface WrittenFile {
  name: string;
  bytes: number;
  sha256: string;
}

/**
 * Writes one shard. Tensors are read in pieces, so the memory that is needed does not grow with the checkpoint.
 *
 * @param onBytes called with the number of bytes that were written since the last call
 * @throws AppError `checkpoint-invalid` for NaN, infinity, or a value that is too large for half precision
 */
export async function writeShard(
  shard: PlannedShard,
  sink: PackSink,
  onBytes: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<WrittenFile> {
  const hash = await createSHA256();
  const file = await sink.create(shard.name);
  const buffer = new Uint8Array(WRITE_BYTES);
  let buffered = 0;
  const put = async (bytes: Uint8Array<ArrayBuffer>) => {
    hash.update(bytes);
    await file.write(bytes);
    onBytes(bytes.length);
  };
  const flush = async () => {
    if (buffered > 0) await put(buffer.slice(0, buffered));
    buffered = 0;
  };
  const write = async (bytes: Uint8Array<ArrayBuffer>) => {
    if (buffered + bytes.length > WRITE_BYTES) await flush();
    if (bytes.length > WRITE_BYTES) return put(bytes);
    buffer.set(bytes, buffered);
    buffered += bytes.length;
  };
  try {
    await write(shard.header);
    for (const tensor of shard.tensors)
      for await (const piece of pieces(tensor, signal)) await write(piece);
    await flush();
  } finally {
    await file.close();
  }
  return { name: shard.name, bytes: shard.bytes, sha256: hash.digest('hex') };
}
