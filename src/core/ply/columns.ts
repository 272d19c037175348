import { emptyCloud, type GaussianCloud, type ShRest } from '../gaussians/gaussian-cloud.ts';
import { coefficientsOf } from './colours.ts';
import type { PlyElement, PlyHeader, PlyProperty } from './header.ts';
import { quoted, someNames } from '../quoted.ts';
import { PlyFault } from './refuse.ts';

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

/** FaceLift's 62 columns, in its order. Its files have the axes of the world. */
export const FACELIFT_NAMES = [
  ...CORE_NAMES.slice(0, 3),
  ...['red', 'green', 'blue'],
  ...CORE_NAMES.slice(3, 6),
  ...restNames(45),
  ...CORE_NAMES.slice(6),
];

/** The third size of a Gaussian. Files of 2DGS do not have it. */
const THIRD_SCALE = 'scale_2';

/**
 * Its logarithm for flat Gaussians. 2DGS's author and SuperSplat take a thickness of 10⁻⁶, too
 * (hbb1/2d-gaussian-splatting#94).
 */
const FLAT_LOG_SCALE = Math.log(1e-6);

/** How a file stores colours: as SH DC coefficients, as bytes 0 … 255, or as other numbers in red, green and blue. */
type ColourKind = 'coefficients' | 'bytes' | 'numbers';

/** The columns of a file from which a cloud is read. */
export interface SplatColumns {
  /** The columns that `CORE_NAMES` lists, with red, green and blue in place of `f_dc` where `colours` says so. */
  core: PlyProperty[];
  /** Columns of the SH coefficients above degree 0: 0, 9, 24 or 45 columns. */
  rest: PlyProperty[];
  degree: 0 | ShRest['degree'];
  colours: ColourKind;
  /** True for 2DGS: there is no third size, and `core` has thirteen columns. */
  isFlat: boolean;
}

/**
 * Finds the columns of a cloud by name and ignores all others.
 * @param elements all elements of the file
 * @throws PlyFault if a column is missing, if rows contain lists, or if no SH degree that is read has this number of
 *   `f_rest` columns
 */
export function splatColumns(
  { properties, stride }: PlyElement,
  elements: PlyHeader['elements'],
): SplatColumns {
  if (stride === undefined) throw new PlyFault('ply-invalid', 'the Gaussians contain lists');
  const all = [...properties.keys()];
  if (properties.has('x') && !all.some((name) => /^(opacity|scale_\d+|rot_\d+)$/.test(name)))
    throw noGaussians(elements);
  const isFlat = all.filter((name) => name.startsWith('scale')).join(' ') === 'scale_0 scale_1';
  const isRgb = !properties.has('f_dc_0') && properties.has('red');
  const rgb = ['red', 'green', 'blue'];
  const names = CORE_NAMES.toSpliced(3, 3, ...(isRgb ? rgb : CORE_NAMES.slice(3, 6)));
  const count = all.filter((name) => /^f_rest_\d+$/.test(name)).length;
  const needed = [...names.filter((name) => !isFlat || name !== THIRD_SCALE), ...restNames(count)];
  const missing = needed.filter((name) => !properties.has(name));
  if (missing.length > 0) {
    throw new PlyFault('ply-columns', `its columns are ${quoted(all.join(' '))}`, {
      missing: someNames(missing, 5),
    });
  }
  const degree = ([0, 1, 2, 3] as const).find((d) => 3 * ((d + 1) ** 2 - 1) === count);
  if (degree === undefined) throw wrongDegree(count);
  const columns = needed.flatMap((name) => properties.get(name) ?? []);
  const core = columns.slice(0, columns.length - count);
  const isBytes = core.slice(3, 6).every(({ type }) => type.name === 'uchar');
  const colours = isRgb ? (isBytes ? 'bytes' : 'numbers') : 'coefficients';
  return { core, rest: columns.slice(core.length), degree, colours, isFlat };
}

/** The fault of a file that has positions, but no other column of a Gaussian. */
function noGaussians(elements: PlyHeader['elements']): PlyFault {
  const mesh = ['face', 'tristrips', 'edge'].flatMap((name) => elements.get(name) ?? []);
  const [part] = mesh.filter(({ count }) => count > 0);
  if (part) return new PlyFault('ply-mesh', `it has ${part.count} rows of element ${part.name}`);
  return new PlyFault('ply-points', 'the columns opacity, scale and rot are missing');
}

/** The fault of a file with a number of SH coefficients that is not read. */
export function wrongDegree(count: number): PlyFault {
  const degree = Math.sqrt(count / 3 + 1) - 1;
  const why = Number.isInteger(degree) ? `that is degree ${degree}` : 'they fit no degree';
  return new PlyFault('ply-degree', why, { count });
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
    private readonly columns: Pick<SplatColumns, 'degree' | 'colours' | 'isFlat'>,
  ) {
    this.cloud = emptyCloud(count);
    const { xyz, shDc, opacityLogit, logScale, rotation } = this.cloud;
    const slots = [xyz, shDc, opacityLogit, logScale, rotation].flatMap((array, field) => {
      const width = [3, 3, 1, 3, 4][field];
      return Array.from({ length: width }, (_, at) => ({ array, width, at }));
    });
    if (columns.isFlat) {
      logScale.fill(FLAT_LOG_SCALE);
      slots.splice(CORE_NAMES.indexOf(THIRD_SCALE), 1);
    }
    this.slots = slots;
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

  /**
   * The cloud, after all rows have been read. Colours of red, green and blue become SH DC coefficients.
   * @throws PlyFault if the range of the colours is not certain
   */
  finish(): GaussianCloud {
    const { colours } = this.columns;
    if (colours !== 'coefficients') coefficientsOf(this.cloud.shDc, colours === 'bytes');
    return this.cloud;
  }
}
