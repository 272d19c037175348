import { turnGaussians } from '../gaussians/axes.ts';
import type { GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { readPlyHeader } from './header.ts';
import { elementOffsets } from './element-offsets.ts';
import { readAscii } from './read-ascii.ts';
import { readBinary } from './read-binary.ts';
import { isCompressed, readCompressed } from './read-compressed.ts';
import { plyError } from './refuse.ts';
import { TURNED_COMMENT } from './write.ts';

/**
 * Reads a 3DGS file: ASCII, binary in either byte order, or PlayCanvas' compressed.ply. The SH degree may be 0 to 3.
 * Columns may have any order, and any number type unless the file is a compressed.ply. Other columns and elements are
 * ignored. If all SH coefficients above degree 0 are zero, they are padding and the cloud has degree 0; this does not
 * apply to a compressed.ply. Byte colours are used if there are no SH DC coefficients.
 *
 * A comment in the header marks the standard files that `writePly` wrote. The clouds of these files are turned back
 * to world axes. The clouds of all other files keep the axes of the file.
 *
 * @throws AppError `ply-invalid`. A wrong row count in the header causes this error before memory for the rows is
 *   allocated
 */
export function readPly(bytes: Uint8Array): GaussianCloud {
  const header = readPlyHeader(bytes);
  const vertex = header.elements.get('vertex');
  if (!vertex) throw plyError('the file has no element vertex');
  const isTurned = header.comments.includes(TURNED_COMMENT);
  const littleEndian = header.format === 'binary_little_endian';

  if (header.format !== 'ascii' && !isCompressed(header)) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const start = elementOffsets(header, view).get('vertex') ?? 0;
    return readBinary(bytes, { vertex, start, littleEndian, isTurned });
  }
  let cloud: GaussianCloud;
  if (header.format === 'ascii') cloud = readAscii(bytes, header, vertex);
  else {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    cloud = readCompressed(view, header, elementOffsets(header, view), littleEndian);
  }
  if (isTurned) turnGaussians(cloud, 0, cloud.count, -1);
  return cloud;
}
