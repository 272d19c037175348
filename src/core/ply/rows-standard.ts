import { TURN_HALF, TURN_SH } from '../gaussians/axes.ts';
import { shRestSize, type GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { rotateSh } from '../gaussians/sh-rotation.ts';

/**
 * Number of Gaussians whose SH coefficients are turned at a time, so that the coefficients stay in the processor's
 * cache.
 */
const BLOCK = 512;

/**
 * Writes rows of a standard file. The Gaussians are turned to the file's axes while they are written. The values
 * equal those of `toFileAxes`.
 */
export function fillStandard(
  cloud: GaussianCloud,
  from: number,
  to: number,
  rows: Uint8Array<ArrayBuffer>,
): void {
  const { xyz, shDc, opacityLogit, logScale, rotation, sh } = cloud;
  const size = sh ? 3 * shRestSize(sh.degree) : 0;
  const step = 14 + size;
  const out = new Float32Array(rows.buffer, rows.byteOffset, step * (to - from));
  const half = TURN_HALF;
  for (let i = from, at = 0, p = 3 * from, q = 4 * from; i < to; i++, at += step, p += 3, q += 4) {
    out[at] = -xyz[p];
    out[at + 1] = -xyz[p + 2];
    out[at + 2] = -xyz[p + 1];
    out[at + 3] = shDc[p];
    out[at + 4] = shDc[p + 1];
    out[at + 5] = shDc[p + 2];
    const tail = at + size + 6;
    out[tail] = opacityLogit[i];
    out[tail + 1] = logScale[p];
    out[tail + 2] = logScale[p + 1];
    out[tail + 3] = logScale[p + 2];
    const w = rotation[q];
    const x = rotation[q + 1];
    const y = rotation[q + 2];
    const z = rotation[q + 3];
    out[tail + 4] = half * (z - y);
    out[tail + 5] = half * (z + y);
    out[tail + 6] = half * (w - x);
    out[tail + 7] = -half * (w + x);
  }
  if (!sh) return;
  for (let first = from; first < to; first += BLOCK) {
    const count = Math.min(BLOCK, to - first);
    const start = step * (first - from) + 6;
    for (let i = 0, source = size * first; i < count; i++)
      for (let k = 0; k < size; k++) out[start + step * i + k] = sh.rest[source++];
    rotateSh(TURN_SH, sh.degree, out, { first: start, step, count });
  }
}

/** Writes rows with the columns of a standard file, in the cloud's own axes. */
export function fillUnturned(
  { xyz, shDc, opacityLogit, logScale, rotation, sh }: GaussianCloud,
  from: number,
  to: number,
  rows: Uint8Array<ArrayBuffer>,
): void {
  const size = sh ? 3 * shRestSize(sh.degree) : 0;
  const step = 14 + size;
  const out = new Float32Array(rows.buffer, rows.byteOffset, step * (to - from));
  for (let i = from, at = 0; i < to; i++, at += step) {
    out.set(xyz.subarray(3 * i, 3 * i + 3), at);
    out.set(shDc.subarray(3 * i, 3 * i + 3), at + 3);
    if (sh) out.set(sh.rest.subarray(size * i, size * (i + 1)), at + 6);
    out[at + size + 6] = opacityLogit[i];
    out.set(logScale.subarray(3 * i, 3 * i + 3), at + size + 7);
    out.set(rotation.subarray(4 * i, 4 * i + 4), at + size + 10);
  }
}
