import type { WeightType } from '../graphs/weights.ts';

/** Masks of the exponent bits. A number whose exponent bits are all set is infinity or NaN. */
const EXPONENT: Readonly<Record<WeightType, number>> = {
  F32: 0x7f800000,
  F16: 0x7c00,
  BF16: 0x7f80,
};

/**
 * Finds the first element that is NaN or infinite, and returns its index; −1 if all elements are finite.
 * @param bytes the tensor's data: whole elements, little endian, at any alignment
 */
export function firstNonFinite(bytes: Uint8Array, dtype: WeightType): number {
  const exponent = EXPONENT[dtype];
  const words = asWords(bytes, dtype === 'F32' ? 4 : 2);
  for (let i = 0; i < words.length; i++) if ((words[i] & exponent) === exponent) return i;
  return -1;
}

/** The bytes as unsigned words. They are copied only if they are not aligned. */
function asWords(bytes: Uint8Array, itemBytes: 2 | 4): Uint16Array | Uint32Array {
  const { buffer, byteOffset, byteLength } =
    bytes.byteOffset % itemBytes === 0 ? bytes : new Uint8Array(bytes);
  const length = Math.floor(byteLength / itemBytes);
  return itemBytes === 4
    ? new Uint32Array(buffer, byteOffset, length)
    : new Uint16Array(buffer, byteOffset, length);
}
