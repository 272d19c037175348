/** Rows of a .splat that are looked at. */
const ROWS = 1000;

/** Bytes of a row of a .splat: three floats of the centre, three of the size, four bytes of colour, four of rotation. */
const SPLAT_ROW = 32;

/**
 * True for a .splat of antimatter15. The format has no mark. Its rows have plausible numbers: a finite centre, sizes
 * from 0 to 1000, and a quaternion of length 1 in bytes around 128.
 */
export function isSplat(bytes: Uint8Array): boolean {
  if (bytes.length === 0 || bytes.length % SPLAT_ROW !== 0) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rows = Math.min(ROWS, bytes.length / SPLAT_ROW);
  for (let row = 0; row < rows * SPLAT_ROW; row += SPLAT_ROW) {
    const float = (k: number) => view.getFloat32(row + 4 * k, true);
    for (let k = 0; k < 3; k++) {
      if (!(Math.abs(float(k)) < 1e6)) return false;
      if (!(float(k + 3) >= 0 && float(k + 3) < 1000)) return false;
    }
    let square = 0;
    for (let k = 28; k < 32; k++) square += ((bytes[row + k] - 128) / 128) ** 2;
    if (Math.abs(Math.sqrt(square) - 1) > 0.05) return false;
  }
  return true;
}

/** Bytes of the header of a .ksplat, and of the header of each of its sections. */
const KSPLAT_HEADER = 4096;
const KSPLAT_SECTION = 1024;

/** True for a .ksplat of GaussianSplats3D: version 0.1 or newer, and counts that fit each other and the length. */
export function isKsplat(bytes: Uint8Array): boolean {
  if (bytes.length < KSPLAT_HEADER) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = (k: number) => view.getUint32(4 * k, true);
  const [maxSections, sections, maxSplats, splats] = [1, 2, 3, 4].map(count);
  return (
    bytes[0] === 0 &&
    bytes[1] >= 1 &&
    sections >= 1 &&
    sections <= maxSections &&
    splats >= 1 &&
    splats <= maxSplats &&
    view.getUint16(20, true) <= 2 &&
    bytes.length >= KSPLAT_HEADER + KSPLAT_SECTION * maxSections
  );
}
