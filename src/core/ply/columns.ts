import { emptyCloud, SH_C0, type GaussianCloud, type ShRest } from '../gaussians/gaussian-cloud.ts';
import type { PlyElement, PlyProperty } from './header.ts';
import { plyError } from './refuse.ts';

const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${prefix}_${i}`);

/** Column names of the SH coefficients above degree 0. */
export const restNames = (count: number) => numbered('f_rest', count);

/** The fourteen columns of every Gaussian, in the order of standard files. */
export const CORE_NAMES = [
  ...['x', 'y', 'z'],
  ...numbered('f_dc', 3),
  'opacity',
  ...numbered('scale', 3),
  ...numbered('rot', 4),
];
const BYTE_COLOUR_NAMES = [
  ...CORE_NAMES.slice(0, 3),
  'red',
  'green',
  'blue',
  ...CORE_NAMES.slice(6),
];

/** The columns of a file from which a cloud is read. */
export interface SplatColumns {
  /**
   * The fourteen columns that `CORE_NAMES` lists. In a file with byte colours, columns 3 to 5 are red, green and
   * blue.
   */
  core: PlyProperty[];
  /** Columns of the SH coefficients above degree 0: 0, 9, 24 or 45 columns. */
  rest: PlyProperty[];
  degree: 0 | ShRest['degree'];
  /** True when colours are stored as bytes 0 … 255 instead of SH DC coefficients. */
  isByteColour: boolean;
}

/**
 * Finds the columns of a cloud by name and ignores all others.
 * @throws AppError `ply-invalid` if a column is missing, if rows contain lists, or if the colours are neither SH
 *   coefficients nor bytes. Also if no SH degree has this number of `f_rest` columns
 */
export function splatColumns({ properties, stride }: PlyElement): SplatColumns {
  if (stride === undefined) throw plyError('the Gaussians contain lists');
  const column = (name: string) => {
    const property = properties.get(name);
    if (property) return property;
    const isPointCloud = properties.has('x') && !properties.has('opacity');
    const hint = isPointCloud ? ': these are points, not Gaussians' : '';
    throw plyError(`property ${name} is missing${hint}`);
  };
  const isByteColour = !properties.has('f_dc_0') && properties.has('red');
  const names = isByteColour ? BYTE_COLOUR_NAMES : CORE_NAMES;
  const core = names.map(column);
  if (isByteColour && core.slice(3, 6).some(({ type }) => type.name !== 'uchar'))
    throw plyError('the colours are not bytes, and there are no SH coefficients');
  const count = [...properties.keys()].filter((name) => /^f_rest_\d+$/.test(name)).length;
  const degree = ([0, 1, 2, 3] as const).find((d) => 3 * ((d + 1) ** 2 - 1) === count);
  if (degree === undefined) throw plyError(`${count} columns f_rest fit no SH degree`);
  return { core, rest: restNames(count).map(column), degree, isByteColour };
}

/** A cloud while it is being read. */
export class CloudBuilder {
  readonly cloud: GaussianCloud;
  /**
   * One slot per core column. `array` contains the column's numbers, `width` is how many numbers a Gaussian has in
   * that array, and `at` is the column's index among them.
   */
  readonly slots: readonly { array: Float32Array; width: number; at: number }[];

  constructor(
    count: number,
    private readonly columns: Pick<SplatColumns, 'degree' | 'isByteColour'>,
  ) {
    this.cloud = emptyCloud(count);
    const { xyz, shDc, opacityLogit, logScale, rotation } = this.cloud;
    this.slots = [xyz, shDc, opacityLogit, logScale, rotation].flatMap((array, field) => {
      const width = [3, 3, 1, 3, 4][field];
      return Array.from({ length: width }, (_, at) => ({ array, width, at }));
    });
  }

  /**
   * The array for the SH coefficients above degree 0. The first call allocates the array. Call this only if a
   * coefficient is not zero. Many files contain only zeros in these columns; their clouds have degree 0.
   * @throws RangeError if the file has no columns of these coefficients
   */
  rest(): Float32Array {
    const { cloud } = this;
    const { degree } = this.columns;
    if (degree === 0) throw new RangeError('There are no SH coefficients above degree 0');
    const size = 3 * ((degree + 1) ** 2 - 1);
    cloud.sh ??= { degree, rest: new Float32Array(size * cloud.count) };
    return cloud.sh.rest;
  }

  /** Converts the byte colours of Gaussians `from` … `to` − 1 to SH DC coefficients. Does nothing for other files. */
  finishColours(from: number, to: number): void {
    if (!this.columns.isByteColour) return;
    const { shDc } = this.cloud;
    for (let i = 3 * from; i < 3 * to; i++) shDc[i] = (shDc[i] / 255 - 0.5) / SH_C0;
  }
}
