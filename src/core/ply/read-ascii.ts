import type { GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { CloudBuilder, splatColumns, type SplatColumns } from './columns.ts';
import type { PlyElement, PlyHeader } from './header.ts';
import { plyError } from './refuse.ts';

/** Reads an ASCII file: numbers separated by any white space. @throws AppError `ply-invalid` */
export function readAscii(bytes: Uint8Array, header: PlyHeader, vertex: PlyElement): GaussianCloud {
  const columns = splatColumns(vertex);
  checkLength(bytes, header);
  const words = new WordReader(bytes, header.end);
  const builder = new CloudBuilder(vertex.count, columns);
  for (const element of header.elements.values())
    if (element === vertex) readRows(vertex, columns, words, builder);
    else skip(element, words);
  words.end();
  builder.finishColours(0, vertex.count);
  return builder.cloud;
}

function readRows(
  { count, properties }: PlyElement,
  { core, rest }: SplatColumns,
  words: WordReader,
  builder: CloudBuilder,
): void {
  const row = new Float64Array(properties.size);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < row.length; k++) row[k] = words.number();
    core.forEach(({ index }, c) => {
      const { array, width, at } = builder.slots[c];
      array[width * i + at] = row[index];
    });
    rest.forEach(({ index }, k) => {
      if (builder.cloud.sh || row[index] !== 0) builder.rest()[rest.length * i + k] = row[index];
    });
  }
}

/** Checks the row counts against the file's length. A number takes at least one character and a separator. */
function checkLength(bytes: Uint8Array, { elements, end }: PlyHeader): void {
  for (const { name, count, properties } of elements.values()) {
    const needed = 2 * count * properties.size - 1;
    if (needed > bytes.length - end)
      throw plyError(
        `${count} rows of ${name} need at least ${needed} bytes, but only ${bytes.length - end} follow`,
      );
  }
}

function skip({ count, properties }: PlyElement, words: WordReader): void {
  if (properties.size === 0) return;
  const row = [...properties.values()];
  for (let i = 0; i < count; i++)
    for (const { length } of row) {
      const items = length ? words.number() : 1;
      if (!Number.isInteger(items) || items < 0) throw plyError(`a list has ${items} items`);
      for (let k = 0; k < items; k++) words.number();
    }
}

const MAX_NUMBER_BYTES = 64;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const NAMED: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, infinity: Infinity };

/** Reads the words of a text one after the other. */
class WordReader {
  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
  ) {}

  /** The next word as a number. @throws AppError `ply-invalid` if the word is not a number, or if no word follows */
  number(): number {
    const word = this.word();
    if (NUMBER.test(word)) return Number(word);
    const [, sign, name] = /^([+-]?)(.*)$/s.exec(word.toLowerCase()) ?? [];
    if (!Object.hasOwn(NAMED, name))
      throw plyError(word === '' ? 'the numbers end too early' : `"${word}" is not a number`);
    return sign === '-' ? -NAMED[name] : NAMED[name];
  }

  /** @throws AppError `ply-invalid` if a word follows */
  end(): void {
    const word = this.word();
    if (word !== '') throw plyError(`"${word}" is left over after the last element`);
  }

  private word(): string {
    const { bytes } = this;
    // Characters with codes up to 32 (the space) are white space or control characters.
    while (this.at < bytes.length && bytes[this.at] <= 32) this.at += 1;
    const first = this.at;
    const last = Math.min(bytes.length, first + MAX_NUMBER_BYTES);
    while (this.at < last && bytes[this.at] > 32) this.at += 1;
    return String.fromCharCode(...bytes.subarray(first, this.at));
  }
}
