import { createSHA256 } from 'hash-wasm';
import type { Shard } from './layout.ts';
import { pieces } from './pieces.ts';
import type { PackSink } from './sink.ts';

/** Written together: a network has hundreds of tensors of a few kilobytes. */
const WRITE_BYTES = 4 * 2 ** 20;

export interface WrittenFile {
  name: string;
  bytes: number;
  sha256: string;
}

/**
 * Writes one shard, reading its tensors piece by piece: memory does not grow with the checkpoint.
 *
 * @param onBytes called with the bytes written since the last call
 * @throws AppError `checkpoint-invalid` for NaN, infinity, or values that half precision cannot hold
 */
export async function writeShard(
  shard: Shard,
  sink: PackSink,
  onBytes: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<WrittenFile> {
  const hash = await createSHA256();
  const file = await sink.create(shard.name);
  const waiting = new Uint8Array(WRITE_BYTES);
  let held = 0;
  const put = async (bytes: Uint8Array<ArrayBuffer>) => {
    hash.update(bytes);
    await file.write(bytes);
    onBytes(bytes.length);
  };
  const flush = async () => {
    if (held > 0) await put(waiting.slice(0, held));
    held = 0;
  };
  const write = async (bytes: Uint8Array<ArrayBuffer>) => {
    if (held + bytes.length > WRITE_BYTES) await flush();
    if (bytes.length > WRITE_BYTES) return put(bytes);
    waiting.set(bytes, held);
    held += bytes.length;
  };
  try {
    await write(shard.header);
    for (const move of shard.moves)
      for await (const piece of pieces(move, signal)) await write(piece);
    await flush();
  } finally {
    await file.close();
  }
  return { name: shard.name, bytes: shard.bytes, sha256: hash.digest('hex') };
}
