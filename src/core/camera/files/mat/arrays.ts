import { Elements, MATRIX, numbersIn } from './elements.ts';

/** Limits. The cameras of a rig are a few hundred arrays of up to nine numbers. */
const MAX_ARRAYS = 100_000;
const MAX_NUMBERS = 4096;
const MAX_DEPTH = 16;
const MAX_FIELDS = 1000;
const MAX_NAME = 1000;

/** An array of a MAT file. Numbers are in MATLAB's order: column by column. */
export type MatArray =
  | { kind: 'numbers'; dims: readonly number[]; values: readonly number[] }
  | { kind: 'text'; text: string }
  | { kind: 'cells'; items: readonly MatArray[] }
  | { kind: 'structs'; items: readonly ReadonlyMap<string, MatArray>[] }
  /** An array of another class, or one with too many numbers. */
  | { kind: 'other' };

/** Classes of arrays. Source: MAT-File Format (MathWorks), "MATLAB Array Types". */
const CELL = 1;
const STRUCT = 2;
const CHAR = 4;
const isNumeric = (type: number) => type >= 6 && type <= 15;

/** The beginning of each array. */
interface Header {
  type: number;
  isComplex: boolean;
  dims: number[];
  name: string;
}

const latin1 = (codes: readonly number[]) =>
  codes.map((code) => String.fromCharCode(code)).join('');

/** Text from the numbers of its characters. UTF-8 occurs only for letters that names of cameras do not have. */
const textOf = (codes: readonly number[]) =>
  String.fromCodePoint(
    ...codes.filter((code) => Number.isInteger(code) && code >= 0 && code <= 0x10ffff),
  );

/** Reads the beginning of an array. Null if it is damaged. */
export function headerOf(elements: Elements): Header | null {
  const flags = elements.numbers(2);
  const dims = elements.numbers(MAX_DEPTH);
  const name = elements.numbers(MAX_NAME);
  if (flags?.length !== 2 || !dims || dims.length < 2 || !name) return null;
  if (!dims.every((value) => Number.isInteger(value) && value >= 0)) return null;
  return { type: flags[0] & 0xff, isComplex: (flags[0] & 0x800) !== 0, dims, name: latin1(name) };
}

/** Reads an array with the arrays in it. A text says why it cannot be read. */
export class ArrayReader {
  readonly #little: boolean;
  #arrays = 0;

  constructor(little: boolean) {
    this.#little = little;
  }

  read(data: Uint8Array, depth = 0): MatArray | string {
    if (depth > MAX_DEPTH) return 'its arrays are nested too deeply';
    if (++this.#arrays > MAX_ARRAYS) return 'it has too many arrays';
    // MATLAB writes an empty cell without a header.
    if (data.length === 0) return { kind: 'numbers', dims: [0, 0], values: [] };
    const elements = new Elements(data, this.#little);
    const header = headerOf(elements);
    if (!header) return 'it is damaged';
    const count = header.dims.reduce((product, value) => product * value, 1);
    if (header.type === CELL) return this.#cells(elements, count, depth);
    if (header.type === STRUCT) return this.#structs(elements, count, depth);
    if (header.type !== CHAR && (!isNumeric(header.type) || header.isComplex))
      return { kind: 'other' };
    const element = elements.next();
    if (!element && count > 0) return 'it is damaged';
    const values = element ? numbersIn(element, this.#little, MAX_NUMBERS) : [];
    if (!values) return { kind: 'other' };
    if (header.type === CHAR) return { kind: 'text', text: textOf(values) };
    return values.length === count
      ? { kind: 'numbers', dims: header.dims, values }
      : 'it is damaged';
  }

  #cells(elements: Elements, count: number, depth: number): MatArray | string {
    const items: MatArray[] = [];
    while (items.length < count) {
      const item = this.#inner(elements, depth);
      if (typeof item === 'string') return item;
      items.push(item);
    }
    return { kind: 'cells', items };
  }

  #structs(elements: Elements, count: number, depth: number): MatArray | string {
    const [length = 0] = elements.numbers(1) ?? [];
    const names = elements.numbers(MAX_FIELDS * MAX_NAME);
    if (!names || !Number.isInteger(length) || length < 1) return 'it is damaged';
    const fields: string[] = [];
    for (let at = 0; at + length <= names.length; at += length)
      fields.push(latin1(names.slice(at, at + length)).split('\0')[0]);
    if (fields.length > MAX_FIELDS) return 'it has too many fields';
    const items: Map<string, MatArray>[] = [];
    // A struct without fields has no bytes, so only the first one counts.
    while (items.length < Math.min(count, fields.length > 0 ? Infinity : 1)) {
      const item = new Map<string, MatArray>();
      for (const field of fields) {
        const value = this.#inner(elements, depth);
        if (typeof value === 'string') return value;
        item.set(field, value);
      }
      items.push(item);
    }
    return { kind: 'structs', items };
  }

  #inner(elements: Elements, depth: number): MatArray | string {
    const element = elements.next();
    return element?.type === MATRIX ? this.read(element.data, depth + 1) : 'it is damaged';
  }
}
