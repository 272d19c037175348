/**
 * Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as
 * easy as 1, 2, 3" (2011). The words equal those of Random123's philox4x32 and of cuRAND.
 */

/** A pair of 32-bit words. */
export type PhiloxKey = readonly [low: number, high: number];

/** Replaces a counter of four 32-bit words by four random words, in place. */
export function philox4x32(counter: Uint32Array, key: PhiloxKey): void {
  let k0 = key[0];
  let k1 = key[1];
  for (let round = 0; round < 10; round++) {
    const c0 = counter[0];
    const c2 = counter[2];
    counter[0] = upperWord(c2, 0xcd9e8d57) ^ counter[1] ^ k0;
    counter[1] = Math.imul(c2, 0xcd9e8d57);
    counter[2] = upperWord(c0, 0xd2511f53) ^ counter[3] ^ k1;
    counter[3] = Math.imul(c0, 0xd2511f53);
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
}

/** The upper half of the 64-bit product of two unsigned 32-bit integers. */
function upperWord(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + (carry >>> 16)) >>> 0;
}
