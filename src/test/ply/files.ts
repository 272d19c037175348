import { AppError } from '../../core/errors.ts';
import type { GaussianCloud } from '../../core/gaussians/gaussian-cloud.ts';
import { CORE_NAMES } from '../../core/ply/columns.ts';
import { openAnySplat } from '../../core/exchange/index.ts';
import { openSplat } from '../../core/ply/index.ts';

type Setter = 'Int8' | 'Uint8' | 'Int16' | 'Uint16' | 'Int32' | 'Uint32' | 'Float32' | 'Float64';

const TYPES: Readonly<Record<string, { bytes: number; set: Setter }>> = {
  char: { bytes: 1, set: 'Int8' },
  uchar: { bytes: 1, set: 'Uint8' },
  short: { bytes: 2, set: 'Int16' },
  ushort: { bytes: 2, set: 'Uint16' },
  int: { bytes: 4, set: 'Int32' },
  uint: { bytes: 4, set: 'Uint32' },
  float: { bytes: 4, set: 'Float32' },
  double: { bytes: 8, set: 'Float64' },
};

/** A row of a table: the numbers of its columns, by name. Columns without a number are 0. */
export type PlyRow = Readonly<Record<string, number | undefined>>;

/** A PLY file to make. Without changes it is an ordinary file of Gaussians. */
export interface PlyRecipe {
  format?: 'ascii' | 'binary_little_endian' | 'binary_big_endian';
  lineEnd?: '\n' | '\r\n' | '\r';
  /** Bytes in front of the header. */
  before?: string;
  /** Lines of the header before its elements. */
  comments?: readonly string[];
  /** Columns with their types, for example `float x`. */
  columns?: readonly string[];
  /** What the header says about the number of rows. The default is what is true. */
  count?: number | string;
  /** Lines of the header about further elements, and their bytes or text. */
  behind?: { lines: readonly string[]; bytes: readonly number[] | string };
}

/** Columns of floats. The default is those of 3DGS. */
export const floats = (names: readonly string[] = CORE_NAMES): string[] =>
  names.map((name) => `float ${name}`);

/** The columns of 3DGS without some of them. */
export const without = (...names: string[]): string[] =>
  floats(CORE_NAMES.filter((name) => !names.includes(name)));

/** The columns of 3DGS with colours in red, green and blue. */
export const rgb = (type: string): string[] => [
  ...without('f_dc_0', 'f_dc_1', 'f_dc_2'),
  ...['red', 'green', 'blue'].map((name) => `${type} ${name}`),
];

export const latin1 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text, (c) => c.charCodeAt(0));

export const joined = (...parts: Uint8Array[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

/** The rows of a cloud, with the columns of 3DGS. */
export function rowsOf(cloud: GaussianCloud): Record<string, number>[] {
  const { xyz, shDc, opacityLogit, logScale, rotation } = cloud;
  const arrays = [xyz, shDc, opacityLogit, logScale, rotation];
  const places = arrays.flatMap((array) => {
    const width = array.length / cloud.count;
    return Array.from({ length: width }, (_, at) => ({ array, width, at }));
  });
  return Array.from({ length: cloud.count }, (_, i) =>
    Object.fromEntries(
      CORE_NAMES.map((name, c) => {
        const { array, width, at } = places[c];
        return [name, array[width * i + at]];
      }),
    ),
  );
}

function binaryRow(row: PlyRow, columns: readonly (readonly [string, string])[], little: boolean) {
  const sizes = columns.map(([type]) => TYPES[type].bytes);
  const view = new DataView(new ArrayBuffer(sizes.reduce((sum, size) => sum + size, 0)));
  let at = 0;
  for (const [type, name] of columns) {
    view[`set${TYPES[type].set}`](at, row[name] ?? 0, little);
    at += TYPES[type].bytes;
  }
  return new Uint8Array(view.buffer);
}

/** Makes a PLY file of these rows. */
export function makePly(rows: readonly PlyRow[], recipe: PlyRecipe = {}): Uint8Array<ArrayBuffer> {
  const { format = 'binary_little_endian', lineEnd = '\n', columns = floats(), behind } = recipe;
  const header = [
    'ply',
    `format ${format} 1.0`,
    ...(recipe.comments ?? []),
    `element vertex ${recipe.count ?? rows.length}`,
    ...columns.map((column) => `property ${column}`),
    ...(behind?.lines ?? []),
    'end_header',
  ].map((line) => line + lineEnd);
  const names = columns.map((column) => column.split(' ') as [string, string]);
  const table =
    format === 'ascii'
      ? rows.map((row) => latin1(names.map(([, name]) => row[name] ?? 0).join(' ') + lineEnd))
      : rows.map((row) => binaryRow(row, names, format === 'binary_little_endian'));
  const more = behind?.bytes ?? [];
  return joined(
    latin1((recipe.before ?? '') + header.join('')),
    ...table,
    typeof more === 'string' ? latin1(more) : Uint8Array.from(more),
  );
}

/** LF becomes CR LF everywhere, as a transfer in text mode does it. */
export const withReturns = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([...bytes].flatMap((byte) => (byte === 10 ? [13, 10] : [byte])));

/** LF becomes CR everywhere. */
export const asReturns = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(bytes, (byte) => (byte === 10 ? 13 : byte));

/** The error with which a PLY file is refused, or undefined if it is read. */
export function refusalOf(bytes: Uint8Array, name = 'mine.ply'): AppError | undefined {
  try {
    openSplat(bytes, name);
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** The error with which a splat of any format is refused, or undefined if it is read. */
export const anyRefusalOf = (bytes: Uint8Array, name: string): Promise<AppError | undefined> =>
  openAnySplat(bytes, name).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof AppError) return error;
      throw error;
    },
  );
