import { SH_C0, shRestSize, type GaussianCloud } from '../gaussians/gaussian-cloud.ts';

/** Bytes per Gaussian. FaceLift's rows have 62 properties: 59 floats and three colour bytes. */
export const FACELIFT_STRIDE = 59 * 4 + 3;

/** Number of SH coefficients above degree 0 per colour channel. Every file has the columns of degree 3. */
const PADDED_SIZE = shRestSize(3);

/**
 * Writes rows like FaceLift's `save_ply`. A row contains 8-bit colours and SH coefficients. The coefficients are
 * padded with zeros to degree 3: `rows` must contain zeros.
 */
export function fillFacelift(
  { xyz, shDc, opacityLogit, logScale, rotation, sh }: GaussianCloud,
  from: number,
  to: number,
  rows: Uint8Array<ArrayBuffer>,
): void {
  const view = new DataView(rows.buffer, rows.byteOffset, rows.byteLength);
  const floats = (at: number, values: Float32Array, first: number, n: number) => {
    for (let k = 0; k < n; k++) view.setFloat32(at + 4 * k, values[first + k], true);
  };
  const size = sh ? shRestSize(sh.degree) : 0;
  for (let i = from, row = 0; i < to; i++, row += FACELIFT_STRIDE) {
    floats(row, xyz, 3 * i, 3);
    for (let k = 0; k < 3; k++) {
      const level = (SH_C0 * shDc[3 * i + k] + 0.5) * 255;
      rows[row + 12 + k] = Math.trunc(Math.min(Math.max(level, 0), 255));
    }
    floats(row + 15, shDc, 3 * i, 3);
    if (sh)
      for (let channel = 0; channel < 3; channel++)
        floats(row + 27 + 4 * PADDED_SIZE * channel, sh.rest, size * (3 * i + channel), size);
    floats(row + 207, opacityLogit, i, 1);
    floats(row + 211, logScale, 3 * i, 3);
    floats(row + 223, rotation, 4 * i, 4);
  }
}
