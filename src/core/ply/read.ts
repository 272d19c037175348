import { turnGaussians } from '../gaussians/axes.ts';
import type { GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { FACELIFT_NAMES, splatColumns } from './columns.ts';
import { readPlyHeader, type PlyElement, type PlyHeader } from './header.ts';
import { readAscii } from './read-ascii.ts';
import { readBinary } from './read-binary.ts';
import { isCompressed, readCompressed } from './read-compressed.ts';
import { naming, PlyFault } from './refuse.ts';
import { CAMERAS_COMMENT, TURNED_COMMENT } from './write.ts';

/**
 * What shows the axes of a file. `comment`: a comment in the header says that it has the axes of viewers. `cameras`: a
 * comment says that it has the axes of the cameras. `facelift`: it has exactly FaceLift's columns, and so the axes of the
 * world. `nothing`: its axes are not known.
 */
type AxesEvidence = 'comment' | 'cameras' | 'facelift' | 'nothing';

/** What a PLY file contains. */
export interface PlyContents {
  /** The Gaussians. In world axes if `axes` is known, else in the file's axes. */
  cloud: GaussianCloud;
  axes: AxesEvidence;
  /** True for 2DGS, whose files have no third size. The Gaussians are 10⁻⁶ thick along their z axis. */
  isFlat: boolean;
}

/**
 * Reads a 3DGS file: ASCII, binary in either byte order, or PlayCanvas' compressed.ply. The SH degree may be 0 to 3.
 * Columns may have any order, and any number type unless the file is a compressed.ply. Other columns and elements are
 * ignored. If all SH coefficients above degree 0 are zero, they are padding and the cloud has degree 0; this does not
 * apply to a compressed.ply. Colours of red, green and blue are used if there are no SH DC coefficients. All values are
 * kept, also those that are not finite, and a file may have no Gaussians: see `openSplat`.
 *
 * A comment in the header marks the standard files that `writePly` wrote. The clouds of these files are turned back
 * to world axes. The clouds of all other files keep the axes of the file.
 *
 * @param file name of the file, for errors
 * @throws AppError `ply-…`. A wrong row count in the header causes this error before memory for the rows is allocated
 */
export const readContents = (bytes: Uint8Array, file: string): PlyContents =>
  naming(file, () => {
    const header = readPlyHeader(bytes, file);
    const vertex = header.elements.get('vertex');
    if (!vertex) throw new PlyFault('ply-invalid', 'the file has no element vertex');
    const axes = axesOf(header, vertex);
    const isTurned = axes === 'comment';
    if (isCompressed(header)) {
      const cloud = readCompressed(bytes, header);
      if (isTurned) turnGaussians(cloud, 0, cloud.count, -1);
      return { cloud, axes, isFlat: false };
    }
    const columns = splatColumns(vertex, header.elements);
    const read = header.format === 'ascii' ? readAscii : readBinary;
    const cloud = read(bytes, header, { vertex, columns, isTurned });
    return { cloud, axes, isFlat: columns.isFlat };
  });

/** The Gaussians of a 3DGS file: see `readContents`. @throws AppError `ply-…` */
export const readPly = (bytes: Uint8Array, file = 'gaussians.ply'): GaussianCloud =>
  readContents(bytes, file).cloud;

function axesOf({ comments }: PlyHeader, { properties }: PlyElement): AxesEvidence {
  if (comments.includes(TURNED_COMMENT)) return 'comment';
  if (comments.includes(CAMERAS_COMMENT)) return 'cameras';
  return [...properties.keys()].join() === FACELIFT_NAMES.join() ? 'facelift' : 'nothing';
}
