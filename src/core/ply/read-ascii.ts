import type { GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { CloudBuilder, splatColumns, type SplatColumns } from './columns.ts';
import type { PlyElement, PlyHeader } from './header.ts';
import { refuse } from './refuse.ts';

/** Reads numbers written out, separated by any white space. */
export function readAscii(bytes: Uint8Array, header: PlyHeader, vertex: PlyElement): GaussianCloud {
  const columns = splatColumns(vertex);
  checkLength(bytes, header);
  const words = new Words(bytes, header.end);
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
  words: Words,
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

/** A number takes a character and what separates it from the next. */
function checkLength(bytes: Uint8Array, { elements, end }: PlyHeader): void {
  for (const { name, count, properties } of elements.values()) {
    const needed = 2 * count * properties.size - 1;
    if (needed > bytes.length - end)
      throw refuse(
        `${count} rows of ${name} need ${needed} bytes, there are ${bytes.length - end}`,
      );
  }
}

function skip({ count, properties }: PlyElement, words: Words): void {
  if (properties.size === 0) return;
  const row = [...properties.values()];
  for (let i = 0; i < count; i++)
    for (const { length } of row) {
      const items = length ? words.number() : 1;
      if (!Number.isInteger(items) || items < 0) throw refuse(`a list of ${items} items`);
      for (let k = 0; k < items; k++) words.number();
    }
}

const MAX_NUMBER_BYTES = 64;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const NAMED: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, infinity: Infinity };

class Words {
  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
  ) {}

  number(): number {
    const word = this.word();
    if (NUMBER.test(word)) return Number(word);
    const [, sign, name] = /^([+-]?)(.*)$/s.exec(word.toLowerCase()) ?? [];
    if (!Object.hasOwn(NAMED, name))
      throw refuse(word === '' ? 'the numbers end too early' : `"${word}" is no number`);
    return sign === '-' ? -NAMED[name] : NAMED[name];
  }

  /** Throws where anything is left. */
  end(): void {
    const word = this.word();
    if (word !== '') throw refuse(`"${word}" is left over`);
  }

  private word(): string {
    const { bytes } = this;
    // Everything up to the space is white or controls.
    while (this.at < bytes.length && bytes[this.at] <= 32) this.at += 1;
    const first = this.at;
    const last = Math.min(bytes.length, first + MAX_NUMBER_BYTES);
    while (this.at < last && bytes[this.at] > 32) this.at += 1;
    return String.fromCharCode(...bytes.subarray(first, this.at));
  }
}
