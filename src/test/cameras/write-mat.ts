import { zlibSync } from 'fflate';
import { concat } from '../zip-file.ts';
import { RIG } from './rig.ts';

/** A value of MATLAB: numbers column by column, a text, a cell array, or an array of structs. */
export type MatValue =
  | { dims: number[]; numbers: number[]; as?: 'double' | 'single' | 'int16' | 'uint8' }
  | { text: string }
  | { cells: MatValue[]; dims?: number[] }
  | { structs: Record<string, MatValue>[] };

interface Options {
  compressed?: boolean;
  bigEndian?: boolean;
}

/** Numbers of the types of data, and how they are written. */
const TYPES = {
  uint8: { type: 2, bytes: 1, set: 'setUint8' },
  int16: { type: 3, bytes: 2, set: 'setInt16' },
  single: { type: 7, bytes: 4, set: 'setFloat32' },
  double: { type: 9, bytes: 8, set: 'setFloat64' },
  int8: { type: 1, bytes: 1, set: 'setInt8' },
  int32: { type: 5, bytes: 4, set: 'setInt32' },
  uint32: { type: 6, bytes: 4, set: 'setUint32' },
} as const;

/** Writes MAT files of version 5, as MATLAB does with `save -v6` and `-v7`. */
class Writer {
  readonly #little: boolean;
  constructor({ bigEndian = false }: Options) {
    this.#little = !bigEndian;
  }

  uint32(...values: number[]): Uint8Array {
    return this.#numbers('uint32', values);
  }

  #numbers(as: keyof typeof TYPES, values: readonly number[]): Uint8Array {
    const { bytes, set } = TYPES[as];
    const out = new Uint8Array(values.length * bytes);
    const view = new DataView(out.buffer);
    values.forEach((value, i) => view[set](i * bytes, value, this.#little));
    return out;
  }

  /** A data element: its tag, and its data filled up to eight bytes. Up to four bytes stand in the tag. */
  element(as: keyof typeof TYPES, values: readonly number[]): Uint8Array {
    const data = this.#numbers(as, values);
    const { type } = TYPES[as];
    if (data.length > 0 && data.length <= 4)
      return concat([
        this.uint32(type + data.length * 65_536),
        data,
        new Uint8Array(4 - data.length),
      ]);
    return concat([
      this.uint32(type, data.length),
      data,
      new Uint8Array((8 - (data.length % 8)) % 8),
    ]);
  }

  matrix(type: number, dims: number[], name: string, ...content: Uint8Array[]): Uint8Array {
    const data = concat([
      this.element('uint32', [type, 0]),
      this.element('int32', dims),
      this.element(
        'int8',
        [...name].map((c) => c.charCodeAt(0)),
      ),
      ...content,
    ]);
    return concat([this.uint32(14, data.length), data]);
  }

  array(value: MatValue, name = ''): Uint8Array {
    if ('numbers' in value)
      return this.matrix(6, value.dims, name, this.element(value.as ?? 'double', value.numbers));
    if ('text' in value) {
      const codes = [...value.text].map((c) => c.charCodeAt(0));
      return this.matrix(4, [1, codes.length], name, this.element('uint8', codes));
    }
    if ('cells' in value) {
      const { cells, dims = [cells.length, 1] } = value;
      return this.matrix(1, dims, name, ...cells.map((cell) => this.array(cell)));
    }
    const fields = Object.keys(value.structs[0] ?? {});
    const names = fields.flatMap((field) =>
      [...field.padEnd(32, '\0')].map((c) => c.charCodeAt(0)),
    );
    return this.matrix(
      2,
      [1, value.structs.length],
      name,
      this.element('int32', [32]),
      this.element('int8', names),
      ...value.structs.flatMap((struct) => fields.map((field) => this.array(struct[field]))),
    );
  }
}

/** A MAT file of version 5 with these variables. */
export function matFile(
  variables: Record<string, MatValue>,
  options: Options = {},
): Uint8Array<ArrayBuffer> {
  const writer = new Writer(options);
  const header = new Uint8Array(128).fill(32);
  header.set(new TextEncoder().encode('MATLAB 5.0 MAT-file, written by a test'));
  header.fill(0, 116, 124);
  header.set(options.bigEndian ? [1, 0, 0x4d, 0x49] : [0, 1, 0x49, 0x4d], 124);
  const elements = Object.entries(variables).map(([name, value]) => {
    const array = writer.array(value, name);
    if (!options.compressed) return array;
    const packed = zlibSync(array);
    return concat([writer.uint32(15, packed.length), packed]);
  });
  return concat([header, ...elements]);
}

export const square = (numbers: number[]): MatValue => ({ dims: [3, 3], numbers });
export const row = (numbers: number[]): MatValue => ({ dims: [1, numbers.length], numbers });

/** The structs of the rig as DANNCE has them. MATLAB stores columns, so the transposed matrix has the rows of the matrix. */
export const dannceStructs = (): Record<string, MatValue>[] =>
  RIG.map(({ k, rotation, translation, distortion: [k1, k2, p1, p2, k3] }) => ({
    K: square(k),
    RDistort: row([k1, k2, k3]),
    TDistort: row([p1, p2]),
    r: square(rotation),
    t: row(translation),
  }));

/** The rig as a file of DANNCE. */
export const dannceFile = (options: Options = {}): Uint8Array<ArrayBuffer> =>
  matFile(
    {
      sync: { cells: [row([1, 2, 3])] },
      camnames: { cells: RIG.map(({ name }) => ({ text: name })), dims: [1, RIG.length] },
      params: { cells: dannceStructs().map((struct) => ({ structs: [struct] })) },
    },
    options,
  );
