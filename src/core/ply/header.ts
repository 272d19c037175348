import { foreignFault } from './foreign.ts';
import { quoted } from '../quoted.ts';
import { PlyFault } from './refuse.ts';
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
  /** What ends the header's lines. */
  readonly lineEnd: '\n' | '\r\n' | '\r';
}

/**
 * Headers that are longer than this are rejected, and the rest is not read. The headers of all known writers are
 * shorter than a tenth of this.
 */
const MAX_HEADER_BYTES = 1 << 20;

const FORMATS = ['ascii', 'binary_little_endian', 'binary_big_endian'] as const;

/** The byte order mark of UTF-8, as Latin-1. Some editors write it in front of the header. */
const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf';

const isLineEnd = (text: string) => text === '\r' || text === '\n' || text === '\r\n';

/** The first line of a PLY file. */
const FIRST_LINE = /^ply[ \t]*(\r\n|\n|\r)/;

const withoutMark = (start: string) =>
  start.startsWith(BYTE_ORDER_MARK) ? start.slice(BYTE_ORDER_MARK.length) : start;

/** Whether a file begins as a PLY file does. */
export const isPly = (bytes: Uint8Array): boolean =>
  FIRST_LINE.test(withoutMark(new TextDecoder('latin1').decode(bytes.subarray(0, 64))));

/**
 * Reads the header of a PLY file. The header's row counts are not checked against the file's length.
 * @param file name of the file. It shows other formats that have no mark in their bytes
 * @throws PlyFault
 */
export function readPlyHeader(bytes: Uint8Array, file: string): PlyHeader {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, MAX_HEADER_BYTES));
  const text = withoutMark(start);
  const lineEnd = FIRST_LINE.exec(text)?.[1];
  if (lineEnd === undefined || !isLineEnd(lineEnd)) throw foreignFault(bytes, file);
  const end = (lineEnd === '\r' ? /\rend_header[ \t]*\r/ : /\nend_header[ \t]*\r?\n/).exec(text);
  if (!end)
    throw new PlyFault('ply-no-end', `no line end_header in the first ${text.length} bytes`);

  let format: PlyHeader['format'] | undefined;
  const comments: string[] = [];
  const elements = new Map<string, PlyElement>();
  let element: ElementBuilder | undefined;
  const lines = text.slice(0, end.index).split(lineEnd === '\r' ? '\r' : '\n');
  for (const [i, line] of lines.entries()) {
    if (i === 0) continue;
    const fail: Fail = (why, code = 'ply-invalid', values) =>
      new PlyFault(code, `line ${i + 1}: ${why}`, values);
    const [word, ...rest] = line.trim().split(/\s+/);
    if (word === 'comment') comments.push(line.trim().slice(8).trim());
    else if (word === 'format') {
      if (format) throw fail('the header names two formats');
      format = FORMATS.find((name) => name === rest[0]);
      if (!format) throw fail(`unknown format ${quoted(rest[0])}`);
    } else if (word === 'element') {
      const [name = '', count = ''] = rest;
      if (elements.has(name)) throw fail(`element ${quoted(name)} appears twice`);
      element = new ElementBuilder(name, count, fail);
      elements.set(name, element);
    } else if (word === 'property') {
      if (!element) throw fail('a property comes before any element');
      element.add(rest, fail);
    } else if (word !== 'obj_info' && word !== '') {
      throw fail(`unknown header line ${quoted(word)}`);
    }
  }
  if (!format) throw new PlyFault('ply-invalid', 'the header names no format');
  const bytesBefore = start.length - text.length;
  return { format, comments, elements, end: bytesBefore + end.index + end[0].length, lineEnd };
}

/** Makes the fault of a line. */
type Fail = (why: string, code?: PlyFault['code'], values?: PlyFault['values']) => PlyFault;

/** An element whose properties are being read. */
class ElementBuilder implements PlyElement {
  readonly count: number;
  readonly properties = new Map<string, PlyProperty>();
  stride: number | undefined = 0;

  constructor(
    readonly name: string,
    count: string,
    fail: Fail,
  ) {
    if (!/^\d{1,15}$/.test(count)) {
      const why = `${quoted(count)} is not a number of rows`;
      throw name === 'vertex' ? fail(why, 'ply-count', { count: quoted(count) }) : fail(why);
    }
    this.count = Number(count);
  }

  /** Adds a property. @param words the words of the property's line, without "property" */
  add(words: readonly string[], fail: Fail): void {
    const isList = words[0] === 'list';
    const [typeName = '', name = ''] = words.slice(isList ? 2 : 0);
    if (name === '') throw fail('a property has no name');
    const scalarOrThrow = (word: string): Scalar => {
      const type = scalarNamed(word);
      if (!type) throw fail(`property ${quoted(name)} has the unknown type ${quoted(word)}`);
      return type;
    };
    const type = scalarOrThrow(typeName);
    const length = isList ? scalarOrThrow(words[1]) : undefined;
    if (this.properties.has(name)) throw fail(`property ${quoted(name)} appears twice`);
    this.properties.set(name, {
      ...{ name, type, length },
      offset: this.stride ?? 0,
      index: this.properties.size,
    });
    this.stride = length || this.stride === undefined ? undefined : this.stride + type.bytes;
  }
}
