import { decodeBfloat, decodeHalf, encodeHalf } from '../../../core/half.ts';
import type { WeightType } from '../../../graphs/weights.ts';
import { invalidTensor, readRange } from '../../checkpoint/errors.ts';
import { firstNonFinite } from '../../finite.ts';
import { quantise } from '../../quantise.ts';
import type { OutputTensor } from './layout.ts';

/** Number of bytes that are read, checked and converted at a time. A longer row is read as a whole. */
const CHUNK_BYTES = 8 * 2 ** 20;

const asBytes = ({ buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBuffer>) =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Converts little-endian elements to float32. */
function asFloats(bytes: Uint8Array<ArrayBuffer>, from: WeightType): Float32Array<ArrayBuffer> {
  if (from === 'F32') return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const words = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  return from === 'F16' ? decodeHalf(words) : decodeBfloat(words);
}

/**
 * Converts whole rows of a tensor to the bytes that are written.
 * @throws AppError `checkpoint-invalid` (`half-range`) if a value is larger than half precision allows (65504)
 */
function encoded(
  bytes: Uint8Array<ArrayBuffer>,
  rows: number,
  { encoding, entry, file, name }: OutputTensor,
): Uint8Array<ArrayBuffer> {
  const from = entry.dtype;
  if (encoding.kind === 'quantised') {
    const values = quantise(asFloats(bytes, from), rows, encoding.type)[encoding.part];
    if (!values) throw new Error(`${encoding.type} has no ${encoding.part}`);
    return asBytes(values);
  }
  if (encoding.dtype === from) return bytes;
  if (encoding.dtype === 'F32') return asBytes(asFloats(bytes, from));
  const halves = asBytes(encodeHalf(asFloats(bytes, from)));
  if (firstNonFinite(halves, 'F16') >= 0)
    throw invalidTensor(file, 'half-range', name, 'has values beyond 65504');
  return halves;
}

/**
 * Reads one tensor piece by piece and yields the bytes to be written.
 * @throws AppError `checkpoint-invalid`: `not-finite` for NaN and infinity, `half-range` for a value that is too large
 */
export async function* pieces(
  tensor: OutputTensor,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { blob, file, name, entry } = tensor;
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
      throw invalidTensor(file, 'not-finite', name, 'has a value that is NaN or infinite');
    yield encoded(bytes, count, tensor);
  }
}
