import type { PickleErrors, PickleRules } from './rules.ts';
import { OpaqueObject, PickleObject, type PickleGlobal, type PickleValue } from './values.ts';

/** How to read a number of each type of NumPy. The arguments are those of a DataView. */
const READERS: Readonly<Record<string, (view: DataView, at: number, little: boolean) => number>> = {
  f8: (view, at, little) => view.getFloat64(at, little),
  f4: (view, at, little) => view.getFloat32(at, little),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  i4: (view, at, little) => view.getInt32(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  i2: (view, at, little) => view.getInt16(at, little),
  u2: (view, at, little) => view.getUint16(at, little),
  i1: (view, at) => view.getInt8(at),
  u1: (view, at) => view.getUint8(at),
  b1: (view, at) => view.getUint8(at),
};

/** A type of NumPy, for example `f8`. */
class NumpyType extends PickleObject {
  isLittle = true;
  readonly code: string;
  constructor(code: string) {
    super();
    this.code = code;
  }
}

/** An array of NumPy. Its numbers stay in the bytes of the pickle until they are asked for. */
export class NumpyArray extends PickleObject {
  shape: readonly number[] = [0];
  #type: NumpyType | null = null;
  #bytes: Uint8Array = new Uint8Array();
  #isFortran = false;

  /** @returns false if these are not the parts of an array */
  fill(shape: PickleValue, type: PickleValue, isFortran: boolean, bytes: PickleValue): boolean {
    if (!isShape(shape) || !(type instanceof NumpyType)) return false;
    this.shape = shape;
    this.#type = type;
    this.#isFortran = isFortran;
    // Arrays of objects have a list.
    this.#bytes = bytes instanceof Uint8Array ? bytes : new Uint8Array();
    return true;
  }

  /** The numbers, row by row. Null if there are more than `max`, or if they are of a type that is not read. */
  numbers(max: number): number[] | null {
    const count = this.shape.reduce((product, value) => product * value, 1);
    const values = count <= max && this.#type ? numbersOf(this.#type, this.#bytes) : null;
    if (values?.length !== count) return null;
    if (!this.#isFortran || this.shape.length < 2) return values;
    if (this.shape.length > 2) return null;
    const [rows, columns] = this.shape;
    return values.map((_, i) => values[(i % columns) * rows + Math.floor(i / columns)]);
  }
}

const isShape = (value: PickleValue): value is number[] =>
  Array.isArray(value) &&
  value.length <= 8 &&
  value.every((side) => typeof side === 'number' && Number.isSafeInteger(side) && side >= 0);

/** All numbers in some bytes. Null if the type is not read. */
function numbersOf({ code, isLittle }: NumpyType, bytes: Uint8Array): number[] | null {
  const read = READERS[code];
  const size = Number(code.slice(1));
  if (!Object.hasOwn(READERS, code) || bytes.length % size !== 0 || bytes.length > 8 * 4096)
    return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / size }, (_, i) => read(view, i * size, isLittle));
}

const NUMPY = /^numpy\._?core\.(multiarray\.(_reconstruct|scalar)|numeric\._frombuffer)$/;
const DICTS = new Set(['collections.OrderedDict', 'collections.defaultdict']);
const OTHERS = new Set(['numpy.ndarray', 'numpy.dtype', '_codecs.encode', ...DICTS]);

/** Rules for pickles of dicts and lists with numbers and arrays of NumPy. */
export class NumpyRules implements PickleRules {
  readonly errors: PickleErrors;

  constructor(errors: PickleErrors) {
    this.errors = errors;
  }

  allows = (module: string, name: string): boolean =>
    NUMPY.test(`${module}.${name}`) || OTHERS.has(`${module}.${name}`);

  construct({ path }: PickleGlobal, args: readonly PickleValue[]): PickleValue {
    const [first = null, second = null, third = null, order] = args;
    if (DICTS.has(path)) return new Map();
    if (path === 'numpy.dtype') return new NumpyType(typeof first === 'string' ? first : '');
    if (path === '_codecs.encode')
      // Bytes in pickles of protocol 2 are text of which each character is one byte.
      return typeof first === 'string' && first.length < 2 ** 20
        ? Uint8Array.from(first, (character) => character.charCodeAt(0))
        : new Uint8Array();
    if (path.endsWith('.scalar'))
      return first instanceof NumpyType && second instanceof Uint8Array
        ? (numbersOf(first, second)?.[0] ?? null)
        : null;
    if (path.endsWith('._reconstruct')) return new NumpyArray();
    if (!path.endsWith('._frombuffer')) return new OpaqueObject(path);
    const array = new NumpyArray();
    return this.#filled(array, array.fill(third, second, order === 'F', first));
  }

  #filled(array: NumpyArray, isFilled: boolean): NumpyArray {
    if (!isFilled) throw this.errors.damaged('its pickle contains a damaged array');
    return array;
  }

  setState(target: PickleValue, state: PickleValue): boolean {
    if (target instanceof Map || target instanceof OpaqueObject) return true;
    if (!Array.isArray(state)) return false;
    if (target instanceof NumpyType) {
      target.isLittle = state[1] !== '>';
      return true;
    }
    if (!(target instanceof NumpyArray)) return false;
    // Since NumPy 1.0 the version stands first.
    const [shape = null, type = null, isFortran, bytes = null] = state.slice(-4);
    this.#filled(target, target.fill(shape, type, isFortran === true, bytes));
    return true;
  }

  persistent(): PickleValue {
    throw this.errors.damaged('its pickle names an object outside of it');
  }
}
