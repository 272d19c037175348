import { refuse } from './refuse.ts';
import { scalarNamed, type Scalar } from './scalar.ts';

export interface PlyProperty {
  readonly name: string;
  readonly type: Scalar;
  /** Type of a list's length; lists have no fixed place. */
  readonly length?: Scalar;
  /** Bytes from the start of the row; meaningless behind a list. */
  readonly offset: number;
  /** Place among the row's properties. */
  readonly index: number;
}

export interface PlyElement {
  readonly name: string;
  readonly count: number;
  readonly properties: ReadonlyMap<string, PlyProperty>;
  /** Bytes per row; none where rows hold lists. */
  readonly stride: number | undefined;
}

export interface PlyHeader {
  readonly format: 'ascii' | 'binary_little_endian' | 'binary_big_endian';
  readonly comments: readonly string[];
  readonly elements: ReadonlyMap<string, PlyElement>;
  /** Byte behind the header. */
  readonly end: number;
}

/** No writer needs a tenth of it; what is longer is not looked at. */
export const MAX_HEADER_BYTES = 1 << 20;

const FORMATS = ['ascii', 'binary_little_endian', 'binary_big_endian'] as const;

/** Reads what the file says about itself; believes nothing about its length. */
export function readHeader(bytes: Uint8Array): PlyHeader {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, MAX_HEADER_BYTES));
  if (!/^ply[ \t]*\r?\n/.test(text)) throw refuse('not a PLY file');
  const end = /\nend_header[ \t]*\r?\n/.exec(text);
  if (!end) throw refuse('the header does not end');

  let format: PlyHeader['format'] | undefined;
  const comments: string[] = [];
  const elements = new Map<string, PlyElement>();
  let open: Rows | undefined;
  for (const line of text.slice(0, end.index).split('\n').slice(1)) {
    const [word, ...rest] = line.trim().split(/\s+/);
    if (word === 'comment') comments.push(line.trim().slice(8).trim());
    else if (word === 'format') {
      if (format) throw refuse('two formats');
      format = FORMATS.find((name) => name === rest[0]);
      if (!format) throw refuse(`unknown format ${shown(rest[0])}`);
    } else if (word === 'element') {
      const [name = '', count = ''] = rest;
      if (elements.has(name)) throw refuse(`element ${shown(name)} appears twice`);
      open = new Rows(name, count);
      elements.set(name, open);
    } else if (word === 'property') {
      if (!open) throw refuse('a property before any element');
      open.add(rest);
    } else if (word !== 'obj_info' && word !== '') {
      throw refuse(`unknown header line ${shown(word)}`);
    }
  }
  if (!format) throw refuse('no format');
  return { format, comments, elements, end: end.index + end[0].length };
}

/** An element whose properties are still coming. */
class Rows implements PlyElement {
  readonly count: number;
  readonly properties = new Map<string, PlyProperty>();
  stride: number | undefined = 0;

  constructor(
    readonly name: string,
    count: string,
  ) {
    if (!/^\d{1,15}$/.test(count))
      throw refuse(`element ${shown(name)} has ${shown(count)} rows, which is no number of them`);
    this.count = Number(count);
  }

  /** @param words of the line, without "property" */
  add(words: readonly string[]): void {
    const isList = words[0] === 'list';
    const [typeName = '', name = ''] = words.slice(isList ? 2 : 0);
    if (name === '') throw refuse('a property without a name');
    const type = known(typeName, name);
    const length = isList ? known(words[1], name) : undefined;
    if (this.properties.has(name)) throw refuse(`property ${shown(name)} appears twice`);
    this.properties.set(name, {
      ...{ name, type, length },
      offset: this.stride ?? 0,
      index: this.properties.size,
    });
    this.stride = length || this.stride === undefined ? undefined : this.stride + type.bytes;
  }
}

function known(typeName: string, name: string): Scalar {
  const type = scalarNamed(typeName);
  if (!type) throw refuse(`property ${shown(name)} has unknown type ${shown(typeName)}`);
  return type;
}

/** A word from the file, short enough for a sentence. */
const shown = (word = '') => (word.length > 40 ? `${word.slice(0, 40)}…` : word);
