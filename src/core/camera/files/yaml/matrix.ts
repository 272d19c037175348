import { isObject, numberOf } from '../values.ts';

/** Number of channels of OpenCV's `dt`: a number may stand before the letter of the type, as in `3d`. */
const channelsOf = (dt: unknown): number =>
  typeof dt === 'string' ? Number(/^\d+/.exec(dt)?.[0] ?? 1) : 1;

/**
 * The elements of a matrix, row by row, as OpenCV (`rows`, `cols`, `dt`, `data`, or `sizes` instead of the first two) or
 * ROS (without `dt`) writes it. Undefined if the value is something else, or if the number of elements is wrong.
 */
function elementsOf(value: unknown): unknown[] | undefined {
  if (!isObject(value) || !Array.isArray(value.data)) return undefined;
  const { rows, cols, dt } = value;
  const data: unknown[] = value.data;
  const sizes = Array.isArray(value.sizes) ? (value.sizes as unknown[]) : [rows, cols];
  const count = sizes.reduce<number>(
    (product, side) => product * (numberOf(side) ?? NaN),
    channelsOf(dt),
  );
  return data.length === count ? data : undefined;
}

/** Numbers of a matrix, or of lists of up to three levels, in one list. Undefined for other values. */
export const flat = (value: unknown): unknown[] | undefined =>
  Array.isArray(value) ? value.flat(2) : elementsOf(value);

/** Numbers of each of `count` cameras, which stand one after the other. Undefined if they are not a multiple. */
export function split(value: unknown, count: number): unknown[][] | undefined {
  const all = flat(value);
  if (!all || all.length % count !== 0) return undefined;
  const each = all.length / count;
  return Array.from({ length: count }, (_, i) => all.slice(i * each, (i + 1) * each));
}
