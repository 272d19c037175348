/** A number type of the PLY format: its size in bytes, and a function that reads one number. */
export interface Scalar {
  readonly name: string;
  readonly bytes: 1 | 2 | 4 | 8;
  readonly read: (view: DataView, at: number, littleEndian: boolean) => number;
}

const SCALARS: readonly (Scalar & { alias: string })[] = [
  { name: 'char', alias: 'int8', bytes: 1, read: (view, at) => view.getInt8(at) },
  { name: 'uchar', alias: 'uint8', bytes: 1, read: (view, at) => view.getUint8(at) },
  { name: 'short', alias: 'int16', bytes: 2, read: (view, at, le) => view.getInt16(at, le) },
  { name: 'ushort', alias: 'uint16', bytes: 2, read: (view, at, le) => view.getUint16(at, le) },
  { name: 'int', alias: 'int32', bytes: 4, read: (view, at, le) => view.getInt32(at, le) },
  { name: 'uint', alias: 'uint32', bytes: 4, read: (view, at, le) => view.getUint32(at, le) },
  { name: 'float', alias: 'float32', bytes: 4, read: (view, at, le) => view.getFloat32(at, le) },
  { name: 'double', alias: 'float64', bytes: 8, read: (view, at, le) => view.getFloat64(at, le) },
];

/** Finds a number type by either of its two names, for example `float` or `float32`. */
export const scalarNamed = (name: string): Scalar | undefined =>
  SCALARS.find((scalar) => scalar.name === name || scalar.alias === name);
