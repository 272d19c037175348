import type { DataTable } from '@playcanvas/splat-transform';
import { emptyCloud, shRestSize, type GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { CORE_NAMES, restNames } from '../ply/columns.ts';
import type { Library } from './library.ts';

/** Column `k` of rows of `step` numbers. */
function columnOf(values: Float32Array, step: number, k: number): Float32Array<ArrayBuffer> {
  const column = new Float32Array(values.length / step);
  for (let i = 0; i < column.length; i++) column[i] = values[step * i + k];
  return column;
}

/** The arrays of a cloud in the order of `CORE_NAMES`, with their numbers per Gaussian. */
const partsOf = ({ xyz, shDc, opacityLogit, logScale, rotation }: GaussianCloud) =>
  [
    [xyz, 3],
    [shDc, 3],
    [opacityLogit, 1],
    [logScale, 3],
    [rotation, 4],
  ] as const;

/** Quaternions of length 1. A quaternion of length 0 means no rotation. */
export function unitRotations(rotation: Float32Array): Float32Array<ArrayBuffer> {
  const unit = new Float32Array(rotation.length);
  for (let i = 0; i < rotation.length; i += 4) {
    const length = Math.hypot(rotation[i], rotation[i + 1], rotation[i + 2], rotation[i + 3]);
    if (length > 0) for (let k = 0; k < 4; k++) unit[i + k] = rotation[i + k] / length;
    else unit[i] = 1;
  }
  return unit;
}

/**
 * The library's table of a cloud.
 * @param cloud in the axes of viewers of PLY files (−Y up), with quaternions of length 1
 */
export function tableOf(
  { Column, DataTable, Transform }: Library,
  cloud: GaussianCloud,
): DataTable {
  const { sh } = cloud;
  const parts = partsOf(cloud);
  const core = parts.flatMap(([values, step]) =>
    Array.from({ length: step }, (_, k) => columnOf(values, step, k)),
  );
  const size = sh ? 3 * shRestSize(sh.degree) : 0;
  const rest = restNames(size).map((name, k) => new Column(name, columnOf(sh!.rest, size, k)));
  return new DataTable(
    [...CORE_NAMES.map((name, c) => new Column(name, core[c])), ...rest],
    Transform.PLY,
  );
}

/**
 * The cloud of a table that the library has read, in the axes of viewers of PLY files (−Y up).
 * @throws Error if a column is missing
 */
export function cloudOf(table: DataTable): GaussianCloud {
  const columnNamed = (name: string) => {
    const column = table.getColumnByName(name);
    if (!column) throw new Error(`the column ${name} is missing`);
    return column.data;
  };
  const cloud = emptyCloud(table.numRows);
  let c = 0;
  for (const [values, step] of partsOf(cloud))
    for (let k = 0; k < step; k++) {
      const column = columnNamed(CORE_NAMES[c++]);
      for (let i = 0; i < cloud.count; i++) values[step * i + k] = column[i];
    }
  const degree = ([3, 2, 1] as const).find((each) =>
    table.getColumnByName(`f_rest_${3 * shRestSize(each) - 1}`),
  );
  if (degree === undefined) return cloud;
  const size = 3 * shRestSize(degree);
  const rest = new Float32Array(size * cloud.count);
  restNames(size).forEach((name, k) => {
    const column = columnNamed(name);
    for (let i = 0; i < cloud.count; i++) rest[size * i + k] = column[i];
  });
  return { ...cloud, sh: { degree, rest } };
}
