import { Gunzip } from 'fflate';
import { mapCloud } from '../../camera/similarity.ts';
import { emptyCloud, shRestSize, type GaussianCloud } from '../../gaussians/gaussian-cloud.ts';
import { decodeHalf } from '../../half.ts';
import { PlyFault } from '../../ply/refuse.ts';
import {
  COLOUR,
  HALF_TURN,
  HEADER,
  MAGIC,
  PARTS,
  partSizes,
  VECTORS,
  type Part,
} from './layout.ts';

const damaged = (detail: string) => new PlyFault('splat-damaged', detail, { format: '.spz' });

/** The number of Gaussians up to which a file is unpacked. Its header can say any number. */
const MAX_COUNT = 50_000_000;

/** Degrees above are read without their highest coefficients. */
const MAX_DEGREE = 3;

/**
 * Reads SPZ of versions 1 to 3 (Niantic's format), which are packed with gzip.
 * @returns in the axes of viewers of PLY files (−Y up)
 * @throws PlyFault `splat-damaged`
 */
export function readSpz(file: Uint8Array): GaussianCloud {
  const bytes = unpacked(file);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(4, true);
  const count = view.getUint32(8, true);
  const [degree, fractionBits] = bytes.subarray(12);
  const sizes = partSizes(version, degree);
  const parts = {} as Record<Part, Uint8Array>;
  let at = HEADER;
  for (const part of PARTS) parts[part] = bytes.subarray(at, (at += count * sizes[part]));
  return mapCloud(HALF_TURN, cloudOf(parts, { version, count, degree, fractionBits }));
}

/** The content of the gzip file. Not more than its header asks for is unpacked. */
function unpacked(file: Uint8Array): Uint8Array {
  let out = new Uint8Array(HEADER);
  let length = 0;
  let wanted = Infinity;
  let ended = false;
  const gunzip = new Gunzip((chunk, final) => {
    ended ||= final;
    if (length >= wanted) return;
    if (length + chunk.length > out.length) {
      const larger = new Uint8Array(Math.max(length + chunk.length, 2 * out.length));
      larger.set(out);
      out = larger;
    }
    out.set(chunk, length);
    length += chunk.length;
    if (wanted === Infinity && length >= HEADER) wanted = bytesWanted(out);
  });
  const PIECE = 1 << 20;
  try {
    for (let at = 0; at < file.length && length < wanted; at += PIECE)
      gunzip.push(file.subarray(at, at + PIECE), at + PIECE >= file.length);
  } catch (error) {
    // Only an allocation throws a RangeError here.
    if (error instanceof PlyFault || error instanceof RangeError) throw error;
    throw damaged(error instanceof Error ? error.message : String(error));
  }
  if (length < HEADER) throw damaged('no header');
  if (length < wanted)
    throw damaged(`${length} bytes of ${wanted}${ended ? '' : ': the file is cut off'}`);
  return out.subarray(0, wanted);
}

/** The bytes that a file with this header has. @throws PlyFault */
function bytesWanted(start: Uint8Array): number {
  const view = new DataView(start.buffer, start.byteOffset);
  const version = view.getUint32(4, true);
  const count = view.getUint32(8, true);
  const degree = start[12];
  if (view.getUint32(0, true) !== MAGIC) throw damaged('no mark of SPZ');
  if (version < 1 || version > 3) throw damaged(`version ${version}, and only 1 to 3 are read`);
  if (count > MAX_COUNT) throw damaged(`${count} Gaussians, and at most ${MAX_COUNT} are read`);
  if (VECTORS[degree] === undefined) throw damaged(`spherical harmonics of degree ${degree}`);
  const sizes = partSizes(version, degree);
  return HEADER + count * PARTS.reduce((sum, part) => sum + sizes[part], 0);
}

interface Header {
  version: number;
  count: number;
  degree: number;
  fractionBits: number;
}

function cloudOf(
  { positions, alphas, colours, scales, rotations, sh }: Record<Part, Uint8Array>,
  { version, count, degree, fractionBits }: Header,
): GaussianCloud {
  const cloud = emptyCloud(count);
  if (version === 1) cloud.xyz = decodeHalf(new Uint16Array(positions.slice().buffer));
  for (let i = 0; i < 3 * count; i++) {
    if (version > 1) cloud.xyz[i] = int24(positions, 3 * i) / 2 ** fractionBits;
    cloud.shDc[i] = (colours[i] / 255 - 0.5) / COLOUR;
    cloud.logScale[i] = scales[i] / 16 - 10;
  }
  for (let i = 0; i < count; i++) {
    // Half a step inside, so that the logit of 0 and of 1 is finite.
    const alpha = Math.min(254.5, Math.max(0.5, alphas[i])) / 255;
    cloud.opacityLogit[i] = Math.log(alpha / (1 - alpha));
    cloud.rotation.set(
      version < 3 ? threeBytes(rotations, 3 * i) : packed(rotations, 4 * i),
      4 * i,
    );
  }
  if (degree === 0) return cloud;
  const read = Math.min(degree, MAX_DEGREE) as 1 | 2 | 3;
  const size = shRestSize(read);
  const rest = new Float32Array(3 * size * count);
  for (let i = 0; i < count; i++)
    for (let k = 0; k < size; k++)
      for (let c = 0; c < 3; c++)
        rest[3 * size * i + size * c + k] = (sh[3 * (VECTORS[degree] * i + k) + c] - 128) / 128;
  return { ...cloud, sh: { degree: read, rest } };
}

const int24 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] << 8) | (bytes[at + 1] << 16) | (bytes[at + 2] << 24)) >> 8;

/** A quaternion w x y z from bytes of x, y and z. w is not negative. */
function threeBytes(bytes: Uint8Array, at: number): number[] {
  const [x, y, z] = [0, 1, 2].map((k) => bytes[at + k] / 127.5 - 1);
  return [Math.sqrt(Math.max(0, 1 - x * x - y * y - z * z)), x, y, z];
}

/** A quaternion w x y z from its three smallest numbers. */
function packed(bytes: Uint8Array, at: number): number[] {
  const all = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
  const largest = all >>> 30;
  const q = [0, 0, 0, 0];
  let shift = 20;
  for (let k = 0; k < 4; k++) {
    if (k === largest) continue;
    const bits = (all >>> shift) & 1023;
    q[k] = ((bits & 512 ? -1 : 1) * Math.SQRT1_2 * (bits & 511)) / 511;
    shift -= 10;
  }
  q[largest] = Math.sqrt(Math.max(0, 1 - q.reduce((sum, value) => sum + value * value, 0)));
  return [q[3], q[0], q[1], q[2]];
}
