import { gzipSync } from 'fflate';
import { mapCloud } from '../../camera/similarity.ts';
import { shRestSize, type GaussianCloud } from '../../gaussians/gaussian-cloud.ts';
import { COLOUR, HALF_TURN, HEADER, MAGIC, PARTS, partSizes, type Part } from './layout.ts';

/** Readers of SPZ know this version. Version 4 is packed with zstd, which many do not know. */
const VERSION = 3;

/** Bits behind the binary point of positions, as Niantic's writer has them. Fewer if the splat is larger. */
const FRACTION_BITS = 12;

/** Largest position in units of the last bit. */
const MOST = 2 ** 23 - 1;

/** Bits that are kept of SH coefficients of degree 1, and of higher degrees, as Niantic's writer does it. */
const SH_BITS = { first: 5, others: 4 };

const byte = (value: number) => Math.min(255, Math.max(0, Math.round(value)));

/** A coefficient as a byte of which only the upper bits are used. */
function shByte(value: number, bits: number): number {
  const step = 2 ** (8 - bits);
  const rounded = Math.round(value * 128) + 128;
  return Math.min(255, Math.max(0, Math.floor((rounded + step / 2) / step) * step));
}

/** The three smallest numbers of a unit quaternion x y z w, and which one is missing: 2 + 3 · 10 bits. */
function packRotation(w: number, x: number, y: number, z: number): number {
  const q = [x, y, z, w];
  const largest = q.reduce((best, value, k) => (Math.abs(value) > Math.abs(q[best]) ? k : best), 0);
  const sign = q[largest] < 0 ? -1 : 1;
  let packed = largest;
  q.forEach((value, k) => {
    if (k === largest) return;
    const part = sign * value;
    const size = Math.min(511, Math.round(511 * Math.SQRT2 * Math.abs(part)));
    packed = packed * 1024 + (part < 0 ? 512 : 0) + size;
  });
  return packed;
}

/**
 * Writes SPZ of version 3 (Niantic's format).
 * @param cloud in the axes of viewers of PLY files (−Y up), with quaternions of length 1
 */
export function writeSpz(cloud: GaussianCloud): Uint8Array<ArrayBuffer> {
  const { count, xyz, shDc, opacityLogit, logScale, rotation, sh } = mapCloud(HALF_TURN, cloud);
  const sizes = partSizes(VERSION, sh?.degree ?? 0);
  const bytes = new Uint8Array(HEADER + count * PARTS.reduce((sum, part) => sum + sizes[part], 0));
  const view = new DataView(bytes.buffer);
  const starts = {} as Record<Part, number>;
  PARTS.reduce((at, part) => {
    starts[part] = at;
    return at + count * sizes[part];
  }, HEADER);

  const farthest = xyz.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  let fractionBits = FRACTION_BITS;
  while (fractionBits > 0 && farthest * 2 ** fractionBits > MOST) fractionBits -= 1;
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, VERSION, true);
  view.setUint32(8, count, true);
  bytes.set([sh?.degree ?? 0, fractionBits], 12);

  for (let i = 0; i < 3 * count; i++) {
    const fixed = Math.max(-MOST, Math.min(MOST, Math.round(xyz[i] * 2 ** fractionBits)));
    bytes.set([fixed & 255, (fixed >> 8) & 255, (fixed >> 16) & 255], starts.positions + 3 * i);
    bytes[starts.colours + i] = byte(255 * (COLOUR * shDc[i] + 0.5));
    bytes[starts.scales + i] = byte(16 * (logScale[i] + 10));
  }
  for (let i = 0; i < count; i++) {
    bytes[starts.alphas + i] = byte(255 / (1 + Math.exp(-opacityLogit[i])));
    const [w, x, y, z] = rotation.subarray(4 * i, 4 * i + 4);
    view.setUint32(starts.rotations + 4 * i, packRotation(w, x, y, z), true);
  }
  if (sh) {
    const size = shRestSize(sh.degree);
    for (let i = 0, at = starts.sh; i < count; i++)
      for (let k = 0; k < size; k++)
        for (let c = 0; c < 3; c++) {
          const bits = k < 3 ? SH_BITS.first : SH_BITS.others;
          bytes[at++] = shByte(sh.rest[3 * size * i + size * c + k], bits);
        }
  }
  return new Uint8Array(gzipSync(bytes));
}
