import { createSHA256 } from 'hash-wasm';
import { decodeBfloat, decodeHalf, encodeHalf } from '../../core/half.ts';
import type { WeightType } from '../../graphs/weights.ts';
import { invalidCheckpoint, quoted, readRange } from '../checkpoint-errors.ts';
import { firstNonFinite } from '../finite.ts';
import type { Move, Shard, StoredType } from './layout.ts';
import type { PackSink } from './sink.ts';

/** Read, checked, converted and written at a time; a multiple of every element's size. */
const CHUNK_BYTES = 8 * 2 ** 20;

/** Written together: a network has hundreds of tensors of a few kilobytes. */
const WRITE_BYTES = 4 * 2 ** 20;

export interface WrittenFile {
  name: string;
  bytes: number;
  sha256: string;
}

const raw = ({ buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBuffer>) =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Little-endian elements of one type as those of another; a half float that overflows becomes infinite. */
function convert(
  bytes: Uint8Array<ArrayBuffer>,
  from: WeightType,
  to: StoredType,
): Uint8Array<ArrayBuffer> {
  if (from === to) return bytes;
  const words = () => new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
  if (from === 'F16') return raw(decodeHalf(words()));
  const values =
    from === 'BF16'
      ? decodeBfloat(words())
      : new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  return raw(to === 'F32' ? values : encodeHalf(values));
}

/** One tensor in pieces, converted. Refuses what is no number, and what does not fit. */
async function* pieces(
  { name, blob, file, entry }: Move,
  to: StoredType,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { dtype, offset, byteLength } = entry;
  for (let done = 0; done < byteLength; done += CHUNK_BYTES) {
    signal?.throwIfAborted();
    const end = Math.min(done + CHUNK_BYTES, byteLength);
    const bytes = await readRange(blob, offset + done, offset + end, file);
    const odd = firstNonFinite(bytes, dtype);
    if (odd >= 0)
      throw invalidCheckpoint(file, `tensor ${quoted(name)} holds a value that is no number`);
    const out = convert(bytes, dtype, to);
    if (to === 'F16' && dtype !== 'F16' && firstNonFinite(out, 'F16') >= 0)
      throw invalidCheckpoint(
        file,
        `tensor ${quoted(name)} holds values beyond 65504, which half precision cannot; import it as f32`,
      );
    yield out;
  }
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
      for await (const piece of pieces(move, shard.type, signal)) await write(piece);
    await flush();
  } finally {
    await file.close();
  }
  return { name: shard.name, bytes: shard.bytes, sha256: hash.digest('hex') };
}
