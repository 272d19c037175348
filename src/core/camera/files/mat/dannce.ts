import type { CameraEntry } from '../entry.ts';
import { entriesFrom } from '../frame.ts';
import { isTransposedMatrix } from '../camera-matrix.ts';
import { MAX_ENTRIES, type Fields } from '../values.ts';
import type { MatArray } from './arrays.ts';
import { readMat } from './index.ts';

type Struct = ReadonlyMap<string, MatArray>;

/** The values of one camera. A file of one camera has them as its variables. */
const CAMERA = ['K', 'r', 'R', 't', 'RDistort', 'TDistort'];

/** The numbers of a field. Null if it has none. */
function valuesOf(struct: Struct, name: string): readonly number[] | null {
  const array = struct.get(name);
  return array?.kind === 'numbers' ? array.values : null;
}

/** MATLAB's order is column by column, so nine numbers are the rows of the transposed matrix. */
const rowsOf = (values: readonly number[]) => [0, 3, 6].map((at) => values.slice(at, at + 3));

/**
 * A camera as DANNCE writes it. Its points are rows: u, v, 1 ∝ (X r + t) K. So K and r are transposed.
 * Source: https://github.com/spoonsso/dannce, `project_to2d` in dannce/engine/ops.py.
 * @returns a text that says why it cannot be used
 */
function frameOf(struct: Struct): Fields | string {
  const [k, r, t] = [
    valuesOf(struct, 'K'),
    valuesOf(struct, 'r') ?? valuesOf(struct, 'R'),
    valuesOf(struct, 't'),
  ];
  if (k?.length !== 9 || r?.length !== 9 || t?.length !== 3)
    return 'K and r must be 3 × 3 numbers, and t must be 3';
  if (isTransposedMatrix(k))
    return 'K has cx and cy in its last column. In files of DANNCE they are in the last row';
  const radial = valuesOf(struct, 'RDistort') ?? [];
  const tangential = valuesOf(struct, 'TDistort') ?? [];
  if (radial.length > 3 || tangential.length > 2)
    return 'RDistort must have up to 3 numbers, and TDistort up to 2';
  const [k1 = 0, k2 = 0, k3 = 0] = radial;
  const [p1 = 0, p2 = 0] = tangential;
  return { K: rowsOf(k), R: rowsOf(r), t: [...t], distortion: [k1, k2, p1, p2, k3] };
}

/** The structs in a variable: one in each cell, or an array of structs. */
function structsIn(array: MatArray): Struct[] {
  if (array.kind === 'structs') return [...array.items];
  return array.kind === 'cells' ? array.items.flatMap(structsIn) : [];
}

const textsIn = (array: MatArray | undefined): string[] =>
  array?.kind === 'cells'
    ? array.items.flatMap((item) => (item.kind === 'text' ? [item.text] : []))
    : [];

/**
 * The cameras of a file of DANNCE or Label3D: `params`, with `camnames` if it is there. A file of one camera has the
 * fields of `params` as variables. Sizes of pictures are not in it.
 * @returns a text that says why there are none
 */
export function dannceEntries(bytes: Uint8Array): CameraEntry[] | string {
  const variables = readMat(bytes, ['params', 'camnames', ...CAMERA]);
  if (typeof variables === 'string') return variables;
  const params = variables.get('params');
  const structs = params ? structsIn(params) : variables.has('K') ? [variables] : [];
  if (structs.length === 0)
    return 'it is a file of MATLAB without the variable params, in which DANNCE has its cameras. Write them as opencv_cameras.json (docs/formats.md)';
  if (structs.length > MAX_ENTRIES) return `${structs.length} cameras are too many`;
  const names = textsIn(variables.get('camnames'));
  const frames: Fields[] = [];
  for (const [i, struct] of structs.entries()) {
    const frame = frameOf(struct);
    if (typeof frame === 'string') return `camera ${i}: ${frame}`;
    frames.push(names.length === structs.length ? { name: names[i], ...frame } : frame);
  }
  return entriesFrom(frames);
}
