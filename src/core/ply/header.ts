import { plyError } from './refuse.ts';
import { scalarNamed, type Scalar } from './scalar.ts';

/** A column of a PLY element. */
export interface PlyProperty {
  readonly name: string;
  readonly type: Scalar;
  /** The number type in which a list's length is stored. Absent if the property is not a list. */
  readonly length?: Scalar;
  /** Offset from the start of the row, bytes. Not valid for properties after a list. */
  readonly offset: number;
  /** Index among the row's properties. */
  readonly index: number;
}

/** A table of a PLY file. */
export interface PlyElement {
  readonly name: string;
  /** Number of rows. */
  readonly count: number;
  readonly properties: ReadonlyMap<string, PlyProperty>;
  /** Bytes per row; undefined if rows contain lists. */
  readonly stride: number | undefined;
}

/** The header of a PLY file. */
export interface PlyHeader {
  readonly format: 'ascii' | 'binary_little_endian' | 'binary_big_endian';
  readonly comments: readonly string[];
  readonly elements: ReadonlyMap<string, PlyElement>;
  /** Index of the first byte after the header. */
  readonly end: number;
}

/**
 * Headers that are longer than this are rejected, and the rest is not read. The headers of all known writers are
 * shorter than a tenth of this.
 */
const MAX_HEADER_BYTES = 1 << 20;

const FORMATS = ['ascii', 'binary_little_endian', 'binary_big_endian'] as const;

/**
 * Reads the header of a PLY file. The header's row counts are not checked against the file's length.
 * @throws AppError `ply-invalid`
 */
export function readPlyHeader(bytes: Uint8Array): PlyHeader {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, MAX_HEADER_BYTES));
  if (!/^ply[ \t]*\r?\n/.test(text)) throw plyError('not a PLY file');
  const end = /\nend_header[ \t]*\r?\n/.exec(text);
  if (!end) throw plyError('the header has no end');

  let format: PlyHeader['format'] | undefined;
  const comments: string[] = [];
  const elements = new Map<string, PlyElement>();
  let element: ElementBuilder | undefined;
  for (const line of text.slice(0, end.index).split('\n').slice(1)) {
    const [word, ...rest] = line.trim().split(/\s+/);
    if (word === 'comment') comments.push(line.trim().slice(8).trim());
    else if (word === 'format') {
      if (format) throw plyError('the header names two formats');
      format = FORMATS.find((name) => name === rest[0]);
      if (!format) throw plyError(`unknown format ${shorten(rest[0])}`);
    } else if (word === 'element') {
      const [name = '', count = ''] = rest;
      if (elements.has(name)) throw plyError(`element ${shorten(name)} appears twice`);
      element = new ElementBuilder(name, count);
      elements.set(name, element);
    } else if (word === 'property') {
      if (!element) throw plyError('a property comes before any element');
      element.add(rest);
    } else if (word !== 'obj_info' && word !== '') {
      throw plyError(`unknown header line ${shorten(word)}`);
    }
  }
  if (!format) throw plyError('the header names no format');
  return { format, comments, elements, end: end.index + end[0].length };
}

/** An element whose properties are being read. */
class ElementBuilder implements PlyElement {
  readonly count: number;
  readonly properties = new Map<string, PlyProperty>();
  stride: number | undefined = 0;

  constructor(
    readonly name: string,
    count: string,
  ) {
    if (!/^\d{1,15}$/.test(count))
      throw plyError(`element ${shorten(name)} has an invalid number of rows: ${shorten(count)}`);
    this.count = Number(count);
  }

  /** Adds a property. @param words the words of the property's line, without "property" */
  add(words: readonly string[]): void {
    const isList = words[0] === 'list';
    const [typeName = '', name = ''] = words.slice(isList ? 2 : 0);
    if (name === '') throw plyError('a property has no name');
    const type = scalarOrThrow(typeName, name);
    const length = isList ? scalarOrThrow(words[1], name) : undefined;
    if (this.properties.has(name)) throw plyError(`property ${shorten(name)} appears twice`);
    this.properties.set(name, {
      ...{ name, type, length },
      offset: this.stride ?? 0,
      index: this.properties.size,
    });
    this.stride = length || this.stride === undefined ? undefined : this.stride + type.bytes;
  }
}

function scalarOrThrow(typeName: string, property: string): Scalar {
  const type = scalarNamed(typeName);
  if (!type) throw plyError(`property ${shorten(property)} has unknown type ${shorten(typeName)}`);
  return type;
}

/** A word from the file, cut to 40 characters for an error message. */
const shorten = (word = '') => (word.length > 40 ? `${word.slice(0, 40)}…` : word);
