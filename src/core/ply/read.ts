import { turnGaussians } from '../gaussians/axes.ts';
import type { GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { readHeader } from './header.ts';
import { placeElements } from './place.ts';
import { readAscii } from './read-ascii.ts';
import { readBinary } from './read-binary.ts';
import { isCompressed, readCompressed } from './read-compressed.ts';
import { refuse } from './refuse.ts';
import { TURNED_COMMENT } from './write.ts';

/**
 * Reads a 3DGS file: ASCII, binary of either byte order or PlayCanvas' compressed.ply, degree 0 to 3, columns of any
 * type in any order, any further columns and elements. Coefficients beyond degree 0 that are all zero are taken for
 * padding: the cloud then has degree 0. Byte colours stand in where there are no coefficients.
 *
 * Files of ours come back in world axes (their header says that they were turned); all others as they lie in the file.
 *
 * @throws AppError `ply-invalid`, before anything is allocated that the file's bytes do not back
 */
export function readPly(bytes: Uint8Array): GaussianCloud {
  const header = readHeader(bytes);
  const vertex = header.elements.get('vertex');
  if (!vertex) throw refuse('there is no element vertex');
  const isTurned = header.comments.includes(TURNED_COMMENT);
  const littleEndian = header.format === 'binary_little_endian';

  if (header.format !== 'ascii' && !isCompressed(header)) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const start = placeElements(header, view).get('vertex') ?? 0;
    return readBinary(bytes, { vertex, start, littleEndian, isTurned });
  }
  let cloud: GaussianCloud;
  if (header.format === 'ascii') cloud = readAscii(bytes, header, vertex);
  else {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    cloud = readCompressed(view, header, placeElements(header, view), littleEndian);
  }
  if (isTurned) turnGaussians(cloud, 0, cloud.count, -1);
  return cloud;
}
