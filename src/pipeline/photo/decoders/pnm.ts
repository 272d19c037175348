import type { Samples } from './levels.ts';
import type { Size } from '../size.ts';

/** Netpbm's formats (netpbm.sourceforge.net/doc/pnm.html). */
interface PnmHeader extends Size {
  /** 1 to 6. 1 to 3 are text, 4 to 6 binary. 1 and 4: black and white; 2 and 5: grey; 3 and 6: RGB. */
  kind: number;
  /** The sample value of white, 1…65535. */
  white: number;
  /** Where the samples begin. */
  start: number;
}

const isSpace = (byte: number) => byte === 32 || (byte >= 9 && byte <= 13);
const isDigit = (byte: number) => byte >= 48 && byte <= 57;

/** Reads whole numbers of text from `at` on. White space and comments (`#` to the end of the line) are skipped. */
class Numbers {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  #skip(): void {
    for (; this.at < this.#bytes.length; this.at++) {
      if (this.#bytes[this.at] === 35)
        while (this.at < this.#bytes.length && this.#bytes[this.at] !== 10) this.at += 1;
      else if (!isSpace(this.#bytes[this.at])) return;
    }
  }

  /** The next number; null if there is none. @param digits most digits of a number */
  next(digits = 9): number | null {
    this.#skip();
    let value = 0;
    let count = 0;
    for (; count < digits && isDigit(this.#bytes[this.at]); count++, this.at++)
      value = 10 * value + this.#bytes[this.at] - 48;
    return count > 0 ? value : null;
  }
}

/** The header of a PBM, PGM or PPM file. Null if these bytes are not one. */
export function readPnmHeader(bytes: Uint8Array): PnmHeader | null {
  const kind = bytes[1] - 48;
  if (bytes[0] !== 80 || !(kind >= 1 && kind <= 6) || !isSpace(bytes[2])) return null;
  const numbers = new Numbers(bytes, 2);
  const width = numbers.next();
  const height = numbers.next();
  const white = kind % 3 === 1 ? 1 : numbers.next();
  if (!width || !height || !white || white > 65535) return null;
  return { kind, width, height, white, start: numbers.at + 1 };
}

/** The samples of a PBM, PGM or PPM file. @throws Error if the file ends too early */
export function decodePnm(bytes: Uint8Array): Samples {
  const header = readPnmHeader(bytes);
  if (!header) throw new Error('no header of a PNM file');
  const { kind, width, height, white } = header;
  const channels = kind % 3 === 0 ? 3 : 1;
  const count = channels * width * height;
  // Text has at least one byte per sample, and binary black and white at least one bit.
  if (count > 8 * bytes.length) throw new Error('The samples end too early.');
  const data = new Uint16Array(count);
  const next = kind < 4 ? textSamples(bytes, header) : binarySamples(bytes, header);
  for (let i = 0; i < count; i++) {
    const value = next(i);
    if (value === null) throw new Error(`The samples end after ${i} of ${count}.`);
    // In black and white pictures 1 is black.
    data[i] = kind % 3 === 1 ? 1 - value : value;
  }
  return { width, height, channels, data, white };

  function textSamples(bytes: Uint8Array, { kind, start }: PnmHeader) {
    const numbers = new Numbers(bytes, start - 1);
    // In plain black and white, digits need no space between them.
    return () => numbers.next(kind === 1 ? 1 : undefined);
  }

  function binarySamples(bytes: Uint8Array, { kind, white, width, start }: PnmHeader) {
    const at = (index: number) => bytes[start + index] ?? null;
    if (kind === 4) {
      const rowBytes = Math.ceil(width / 8);
      return (i: number) => {
        const x = i % width;
        const byte = at(Math.floor(i / width) * rowBytes + (x >> 3));
        return byte === null ? null : (byte >> (7 - (x & 7))) & 1;
      };
    }
    if (white < 256) return at;
    return (i: number) => {
      const low = at(2 * i + 1);
      return low === null ? null : 256 * bytes[start + 2 * i] + low;
    };
  }
}
