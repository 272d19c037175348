import { emptyCloud, SH_C0, type GaussianCloud, type ShRest } from '../gaussians/gaussian-cloud.ts';
import type { PlyElement, PlyProperty } from './header.ts';
import { refuse } from './refuse.ts';

const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${prefix}_${i}`);

/** Names of coefficients beyond degree 0. */
export const restNames = (count: number) => numbered('f_rest', count);

/** What a Gaussian is made of, in the order of standard files. */
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

/** Columns of the file that make a cloud. */
export interface SplatColumns {
  /** The fourteen of `CORE_NAMES`. */
  core: PlyProperty[];
  /** 0, 9, 24 or 45 coefficients beyond degree 0. */
  rest: PlyProperty[];
  degree: 0 | ShRest['degree'];
  /** The colours are bytes 0 … 255 in place of coefficients. */
  isByteColour: boolean;
}

/** Picks the columns of a splat by name; anything else is left where it is. */
export function splatColumns({ properties, stride }: PlyElement): SplatColumns {
  if (stride === undefined) throw refuse('Gaussians with lists');
  const column = (name: string) => {
    const property = properties.get(name);
    if (property) return property;
    const isPointCloud = properties.has('x') && !properties.has('opacity');
    const hint = isPointCloud ? ': these are points, not Gaussians' : '';
    throw refuse(`property ${name} is missing${hint}`);
  };
  const isByteColour = !properties.has('f_dc_0') && properties.has('red');
  const names = isByteColour ? BYTE_COLOUR_NAMES : CORE_NAMES;
  const core = names.map(column);
  if (isByteColour && core.slice(3, 6).some(({ type }) => type.name !== 'uchar'))
    throw refuse('colours that are no bytes, and no coefficients beside them');
  const count = [...properties.keys()].filter((name) => /^f_rest_\d+$/.test(name)).length;
  const degree = ([0, 1, 2, 3] as const).find((d) => 3 * ((d + 1) ** 2 - 1) === count);
  if (degree === undefined) throw refuse(`${count} columns f_rest, which fit no degree`);
  return { core, rest: restNames(count).map(column), degree, isByteColour };
}

/** A cloud while it is being read. */
export class CloudBuilder {
  readonly cloud: GaussianCloud;
  /** Array, numbers per Gaussian and place among them for each of the fourteen core columns. */
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
   * Where coefficients beyond degree 0 go; made when it is first asked for. Ask when one is not zero: many files pad
   * theirs with zeros, and those have degree 0.
   */
  rest(): Float32Array {
    const { cloud } = this;
    const { degree } = this.columns;
    if (degree === 0) throw new RangeError('There are no coefficients beyond degree 0');
    const size = 3 * ((degree + 1) ** 2 - 1);
    cloud.sh ??= { degree, rest: new Float32Array(size * cloud.count) };
    return cloud.sh.rest;
  }

  /** Byte colours of Gaussians `from` … `to` − 1 become coefficients. */
  finishColours(from: number, to: number): void {
    if (!this.columns.isByteColour) return;
    const { shDc } = this.cloud;
    for (let i = 3 * from; i < 3 * to; i++) shDc[i] = (shDc[i] / 255 - 0.5) / SH_C0;
  }
}
