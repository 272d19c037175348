import { CORE_NAMES, FACELIFT_NAMES, restNames } from './columns.ts';
import { shRestSize, type GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { FACELIFT_STRIDE, fillFacelift } from './rows-facelift.ts';
import { fillStandard, fillUnturned } from './rows-standard.ts';

/**
 * `standard` has the columns and the axes that 3DGS viewers expect. `cameras` has these columns and the cloud's own axes.
 * `facelift` has FaceLift's columns and the cloud's own axes.
 */
export type PlyVariant = 'standard' | 'cameras' | 'facelift';

/**
 * A comment in the header of standard files. `readPly` turns the clouds of files with this comment back to world
 * axes.
 */
export const TURNED_COMMENT =
  'mouse-facelift axes: Y down (world Z up, turned by 180 degrees about 0 1 -1)';

/** A comment in the header of files with standard columns that are not turned. */
export const CAMERAS_COMMENT = 'mouse-facelift axes: those of the cameras';

/** Bytes per piece of `writePlyChunks`. */
const PIECE_BYTES = 1 << 22;

interface FileLayout {
  header: Uint8Array<ArrayBuffer>;
  /** Bytes per row. */
  stride: number;
  /** Writes Gaussians `from` … `to` − 1 into rows that begin at a multiple of four bytes. */
  fill: (cloud: GaussianCloud, from: number, to: number, rows: Uint8Array<ArrayBuffer>) => void;
}

const float = (name: string) => `float ${name}`;

function layoutFor(cloud: GaussianCloud, variant: PlyVariant): FileLayout {
  if (variant === 'facelift') {
    const properties = FACELIFT_NAMES.map((name) =>
      ['red', 'green', 'blue'].includes(name) ? `uchar ${name}` : float(name),
    );
    return { header: encodeHeader(cloud, properties), stride: FACELIFT_STRIDE, fill: fillFacelift };
  }
  const rest = cloud.sh ? 3 * shRestSize(cloud.sh.degree) : 0;
  const names = [...CORE_NAMES.slice(0, 6), ...restNames(rest), ...CORE_NAMES.slice(6)];
  const turned = variant === 'standard';
  return {
    header: encodeHeader(cloud, names.map(float), turned ? TURNED_COMMENT : CAMERAS_COMMENT),
    stride: 4 * names.length,
    fill: turned ? fillStandard : fillUnturned,
  };
}

function encodeHeader({ count }: GaussianCloud, properties: readonly string[], comment?: string) {
  const text = (padding: string) =>
    [
      'ply',
      'format binary_little_endian 1.0',
      ...(comment === undefined ? [] : [`comment ${comment}${padding}`]),
      `element vertex ${count}`,
      ...properties.map((property) => `property ${property}`),
      'end_header\n',
    ].join('\n');
  // Spaces after the comment make the header's length a multiple of four, so that rows can be written to a
  // Float32Array.
  return new TextEncoder().encode(text(' '.repeat(-text('').length & 3)));
}

/**
 * A binary little-endian 3DGS file with N Gaussians in the cloud's order.
 *
 * `standard`: x y z, f_dc, f_rest (only if the cloud's SH degree is above 0), opacity, scale, rot. All columns are
 * floats: `opacity` contains logits, `scale` natural logarithms, and `rot` quaternions with w first. The cloud is
 * turned to the axes of 3DGS viewers. `cameras`: the same columns, not turned. `facelift`: FaceLift's 62 columns, not
 * turned.
 *
 * Values equal the cloud's values to the bit, or the negated values where `standard` turns the cloud. Exceptions are
 * the quaternions and SH bands 2 and 3 of `standard`: the turn rounds them once.
 */
export function writePly(
  cloud: GaussianCloud,
  variant: PlyVariant = 'standard',
): Uint8Array<ArrayBuffer> {
  const { header, stride, fill } = layoutFor(cloud, variant);
  const file = new Uint8Array(header.length + stride * cloud.count);
  file.set(header);
  fill(cloud, 0, cloud.count, file.subarray(header.length));
  return file;
}

/** The file of `writePly` in pieces of about 4 MiB. Each piece is made when it is requested. */
export function* writePlyChunks(
  cloud: GaussianCloud,
  variant: PlyVariant = 'standard',
): Generator<Uint8Array<ArrayBuffer>, void, undefined> {
  const { header, stride, fill } = layoutFor(cloud, variant);
  yield header;
  const count = Math.floor(PIECE_BYTES / stride);
  for (let from = 0; from < cloud.count; from += count) {
    const to = Math.min(from + count, cloud.count);
    const rows = new Uint8Array(stride * (to - from));
    fill(cloud, from, to, rows);
    yield rows;
  }
}

/** The file of `writePly` as a Blob, without a second copy of the file in the script's memory. */
export const plyBlob = (cloud: GaussianCloud, variant: PlyVariant = 'standard'): Blob =>
  new Blob(Array.from(writePlyChunks(cloud, variant), (piece) => new Blob([piece])));
