import { expect } from 'vitest';
import { CORE_NAMES } from '../../core/ply/columns.ts';
import { randomCloud } from '../random-clouds.ts';
import { makePly, refusalOf, rowsOf, type PlyRecipe } from './files.ts';

/** Number of the example's Gaussians. */
export const COUNT = 100;

/** The example of the tests of PLY files. */
export const cloud = randomCloud(3, { count: COUNT });
export const rows = rowsOf(cloud);

/** A file of the example. Without a recipe it is binary. */
export const file = (recipe?: PlyRecipe) => makePly(rows, recipe);

/** Bytes of a row, and of the header of the binary file. */
export const STRIDE = 4 * CORE_NAMES.length;
export const headerBytes = file().length - STRIDE * COUNT;

/** Columns of points. */
export const points = ['float x', 'float y', 'float z'];

/** A triangle behind the rows. */
export const face = {
  lines: ['element face 1', 'property list uchar uchar vertex_indices'],
  bytes: [3, 0, 1, 2],
};

/** A file that is refused: what it is, its error, and the values of the sentence without the file's name. */
export type Refused = [
  what: string,
  bytes: Uint8Array,
  code: string,
  detail: RegExp,
  values?: Record<string, string | number>,
];

/** Checks the error of a file, which names the file. */
export function expectRefusal(...[, bytes, code, detail, values]: Refused): void {
  const error = refusalOf(bytes);
  expect([error?.code, error?.values]).toEqual([code, { file: 'mine.ply', ...values }]);
  expect(error?.message).toMatch(detail);
}
