/** Types of data elements. Source: MAT-File Format (MathWorks), "MAT-File Data Types". */
export const MATRIX = 14;
export const COMPRESSED = 15;

/** How the numbers of a type are stored: bytes of a number, and how to read one. */
interface NumberType {
  bytes: number;
  read: (view: DataView, at: number, little: boolean) => number;
}

const NUMBER_TYPES: ReadonlyMap<number, NumberType> = new Map([
  [1, { bytes: 1, read: (view, at) => view.getInt8(at) }],
  [2, { bytes: 1, read: (view, at) => view.getUint8(at) }],
  [3, { bytes: 2, read: (view, at, little) => view.getInt16(at, little) }],
  [4, { bytes: 2, read: (view, at, little) => view.getUint16(at, little) }],
  [5, { bytes: 4, read: (view, at, little) => view.getInt32(at, little) }],
  [6, { bytes: 4, read: (view, at, little) => view.getUint32(at, little) }],
  [7, { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) }],
  [9, { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) }],
  [12, { bytes: 8, read: (view, at, little) => Number(view.getBigInt64(at, little)) }],
  [13, { bytes: 8, read: (view, at, little) => Number(view.getBigUint64(at, little)) }],
  // Text in UTF-8, UTF-16 and UTF-32.
  [16, { bytes: 1, read: (view, at) => view.getUint8(at) }],
  [17, { bytes: 2, read: (view, at, little) => view.getUint16(at, little) }],
  [18, { bytes: 4, read: (view, at, little) => view.getUint32(at, little) }],
]);

/** A data element of a MAT file. */
export interface Element {
  type: number;
  data: Uint8Array;
}

const viewOf = (bytes: Uint8Array) =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Reads the data elements of a part of a file, one after the other. */
export class Elements {
  readonly little: boolean;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at: number;

  constructor(bytes: Uint8Array, little: boolean, start = 0) {
    this.little = little;
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
    this.#at = start;
  }

  /** Whether all bytes have been read. */
  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** The next element. Null if there is none, or if it ends behind the end of the part. */
  next(): Element | null {
    if (this.#at + 8 > this.#bytes.length) return null;
    const first = this.#view.getUint32(this.#at, this.little);
    const small = first >>> 16;
    // Up to four bytes of data share eight bytes with their type and their number.
    const size = small > 0 ? small : this.#view.getUint32(this.#at + 4, this.little);
    const start = this.#at + (small > 0 ? 4 : 8);
    if (small > 4 || size > this.#bytes.length - start) return null;
    const type = small > 0 ? first & 0xffff : first;
    // Only compressed elements are not filled up to a multiple of eight bytes.
    const end = small > 0 ? this.#at + 8 : start + size;
    this.#at = type === COMPRESSED ? end : this.#at + 8 * Math.ceil((end - this.#at) / 8);
    return { type, data: this.#bytes.subarray(start, start + size) };
  }

  /**
   * The numbers of the next element.
   * @param max how many there may be
   * @returns null if there is none, if it has no numbers, or more
   */
  numbers(max: number): number[] | null {
    const element = this.next();
    return element && numbersIn(element, this.little, max);
  }
}

/** The numbers of an element. Null if it is of another type, or if there are more than `max`. */
export function numbersIn({ type, data }: Element, little: boolean, max: number): number[] | null {
  const format = NUMBER_TYPES.get(type);
  if (!format || data.length % format.bytes !== 0 || data.length > max * format.bytes) return null;
  const view = viewOf(data);
  return Array.from({ length: data.length / format.bytes }, (_, i) =>
    format.read(view, i * format.bytes, little),
  );
}
