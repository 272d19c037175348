import { decodeBfloat, decodeHalf, encodeHalf } from '../../../core/half.ts';
import type { WeightType } from '../../../graphs/weights.ts';
import { invalidCheckpoint, quoted, readRange } from '../../checkpoint-errors.ts';
import { firstNonFinite } from '../../finite.ts';
import { quantise } from '../../quantise.ts';
import type { Move } from './layout.ts';

/** Read, checked and converted at a time, or one row where a row is longer. */
const CHUNK_BYTES = 8 * 2 ** 20;

const raw = ({ buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBuffer>) =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Little-endian elements as float32. */
function widen(bytes: Uint8Array<ArrayBuffer>, from: WeightType): Float32Array<ArrayBuffer> {
  if (from === 'F32') return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const words = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  return from === 'F16' ? decodeHalf(words) : decodeBfloat(words);
}

/** Whole rows of a tensor in the form that they will have. */
function formed(
  bytes: Uint8Array<ArrayBuffer>,
  rows: number,
  { form, entry, file, name }: Move,
): Uint8Array<ArrayBuffer> {
  const from = entry.dtype;
  if (form.kind === 'whole') {
    const part = quantise(widen(bytes, from), rows, form.of)[form.part];
    if (!part) throw new Error(`${form.of} has no ${form.part}`);
    return raw(part);
  }
  if (form.dtype === from) return bytes;
  if (form.dtype === 'F32') return raw(widen(bytes, from));
  const halves = raw(encodeHalf(widen(bytes, from)));
  if (firstNonFinite(halves, 'F16') >= 0)
    throw invalidCheckpoint(
      file,
      `tensor ${quoted(name)} holds values beyond 65504, which half precision cannot; import it as f32`,
    );
  return halves;
}

/**
 * One tensor in pieces, converted.
 * @throws AppError `checkpoint-invalid` for NaN, infinity, or values that half precision cannot hold
 */
export async function* pieces(
  move: Move,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { blob, file, name, entry } = move;
  const { dtype, offset, byteLength, shape } = entry;
  const rows = shape.length > 1 ? shape[0] : byteLength / (dtype === 'F32' ? 4 : 2);
  const rowBytes = byteLength / rows;
  const step = Math.max(1, Math.floor(CHUNK_BYTES / rowBytes));
  for (let row = 0; row < rows; row += step) {
    signal?.throwIfAborted();
    const count = Math.min(step, rows - row);
    const start = offset + row * rowBytes;
    const bytes = await readRange(blob, start, start + count * rowBytes, file);
    if (firstNonFinite(bytes, dtype) >= 0)
      throw invalidCheckpoint(file, `tensor ${quoted(name)} holds a value that is no number`);
    yield formed(bytes, count, move);
  }
}
