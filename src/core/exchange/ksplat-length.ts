/** Bytes of the header of a .ksplat, and of the header of each of its sections. */
const HEADER = 4096;
const SECTION_HEADER = 1024;

/** Bytes of a Gaussian without SH, and of one SH coefficient, by the level of compression. */
const LEVELS = [
  { core: 44, coefficient: 4 },
  { core: 24, coefficient: 2 },
  { core: 24, coefficient: 1 },
] as const;

/** Number of SH coefficients above degree 0, by degree. */
const COEFFICIENTS = [0, 9, 24, 45];

/**
 * The bytes that a .ksplat must have by its headers, as GaussianSplats3D lays it out. A reader that does not count them
 * takes what is missing for zeros.
 */
export function ksplatLength(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER) return HEADER;
  const sections = view.getUint32(4, true);
  const level = LEVELS[view.getUint16(20, true)] ?? LEVELS[0];
  let length = HEADER + SECTION_HEADER * sections;
  if (bytes.length < length) return length;
  for (let at = HEADER; at < HEADER + SECTION_HEADER * sections; at += SECTION_HEADER) {
    const most = view.getUint32(at + 4, true);
    const buckets = view.getUint32(at + 12, true) * view.getUint16(at + 20, true);
    const partBuckets = 4 * view.getUint32(at + 36, true);
    const coefficients = COEFFICIENTS[view.getUint16(at + 40, true)] ?? 0;
    length += buckets + partBuckets + most * (level.core + level.coefficient * coefficients);
  }
  return length;
}
