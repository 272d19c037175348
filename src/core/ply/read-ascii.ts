import { turnGaussians } from '../gaussians/axes.ts';
import type { GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { CloudBuilder, type SplatColumns } from './columns.ts';
import type { PlyElement, PlyHeader } from './header.ts';
import type { GaussianRows } from './read-binary.ts';
import { quoted } from '../quoted.ts';
import { PlyFault } from './refuse.ts';
import { TextFaults } from './text-faults.ts';

/**
 * Reads an ASCII file: numbers separated by any white space.
 * @throws PlyFault, which names the line of the mistake, or if the range of the file's colours is not certain
 */
export function readAscii(
  bytes: Uint8Array,
  header: PlyHeader,
  { vertex, columns, isTurned }: GaussianRows,
): GaussianCloud {
  const faults = new TextFaults(bytes, header);
  checkLength(bytes, header, faults);
  const words = new WordReader(bytes, header.end, faults);
  const builder = new CloudBuilder(vertex.count, columns);
  for (const element of header.elements.values())
    if (element === vertex) readRows(vertex, columns, words, builder);
    else skip(element, words);
  words.end();
  const cloud = builder.finish();
  if (isTurned) turnGaussians(cloud, 0, cloud.count, -1);
  return cloud;
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
function checkLength(bytes: Uint8Array, { elements, end }: PlyHeader, faults: TextFaults): void {
  const available = bytes.length - end;
  for (const { name, count, properties } of elements.values()) {
    const needed = 2 * count * properties.size - 1;
    if (needed > available)
      throw faults.tooShort(
        `${count} rows of ${name} need at least ${needed} bytes, but only ${available} follow`,
      );
  }
}

function skip({ count, properties }: PlyElement, words: WordReader): void {
  if (properties.size === 0) return;
  const row = [...properties.values()];
  for (let i = 0; i < count; i++)
    for (const { length } of row) {
      const items = length ? words.number() : 1;
      if (!Number.isInteger(items) || items < 0)
        throw new PlyFault('ply-invalid', `a list has ${items} items`);
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
    private readonly faults: TextFaults,
  ) {}

  /** The next word as a number. @throws PlyFault if the word is not a number, or if no word follows */
  number(): number {
    const word = this.word();
    if (NUMBER.test(word)) return Number(word);
    const [, sign, name] = /^([+-]?)(.*)$/s.exec(word.toLowerCase()) ?? [];
    if (!Object.hasOwn(NAMED, name))
      throw word === ''
        ? this.faults.tooFewNumbers()
        : this.faults.inLine(this.at - word.length, `${quoted(word)} is not a number`);
    return sign === '-' ? -NAMED[name] : NAMED[name];
  }

  /** @throws PlyFault if a word follows */
  end(): void {
    const word = this.word();
    if (word !== '') throw this.faults.tooManyNumbers(this.at - word.length);
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
