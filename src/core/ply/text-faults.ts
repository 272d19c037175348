import type { PlyHeader } from './header.ts';
import { PlyFault } from './refuse.ts';
import { lastVertex, tooFew, wrongCount } from './sizes.ts';

const LINE_FEED = 10;
const RETURN = 13;
const SPACE = 32;

/** A line with numbers. */
interface Line {
  /** Counted from 1 at the start of the file. */
  number: number;
  words: number;
}

/** What is in the lines with numbers. */
interface Counted {
  /** Number of words in all of them. */
  words: number;
  /** Number of the last line. */
  last: number;
  /** The first line that has not one number per column, if the first line has. */
  uneven?: Line;
}

const faultOfLine = (line: number, why: string) => new PlyFault('ply-text', why, { line });

/** The faults of the numbers of an ASCII file. They read the text again, to find the line. */
export class TextFaults {
  constructor(
    private readonly bytes: Uint8Array,
    private readonly header: PlyHeader,
  ) {}

  /** A fault in the line of byte `at`. */
  inLine(at: number, why: string): PlyFault {
    return faultOfLine(this.lineOf(at), why);
  }

  /** The fault of a file that is too short. @param figures what its rows need, and what follows */
  tooShort(figures: string): PlyFault {
    return this.shorter(this.count(this.header.end), figures);
  }

  /** The fault of a file whose numbers end too early. */
  tooFewNumbers(): PlyFault {
    const needed = [...this.header.elements.values()].map(
      ({ name, count }) => `${count} rows of ${name}`,
    );
    const found = this.count(this.header.end);
    const figures = `need more than the ${found.words} numbers that follow`;
    return this.shorter(found, `${needed.join(' and ')} ${figures}`);
  }

  /** The fault of a file that has more numbers than its header says. @param at index of the first one too many */
  tooManyNumbers(at: number): PlyFault {
    const { uneven } = this.count(this.header.end);
    if (uneven) return this.unevenFault(uneven);
    const vertex = lastVertex(this.header);
    const more = this.rows(this.count(at).words);
    if (vertex && Number.isInteger(more)) return wrongCount(vertex, vertex.count + more);
    return this.inLine(at, 'the numbers from here on are too many');
  }

  private shorter({ words, uneven, last }: Counted, figures: string): PlyFault {
    // The last line may be cut off.
    if (uneven && uneven.number !== last) return this.unevenFault(uneven);
    const { elements } = this.header;
    const vertex = lastVertex(this.header);
    if (!vertex || elements.size > 1) return new PlyFault('ply-cut', figures);
    return tooFew(vertex, this.header, this.rows(words), figures);
  }

  private unevenFault({ number, words }: Line): PlyFault {
    const columns = lastVertex(this.header)?.properties.size;
    return faultOfLine(number, `${words} numbers instead of ${columns}`);
  }

  /** Number of the Gaussians' rows that so many words fill. */
  private rows(words: number): number {
    return words / (lastVertex(this.header)?.properties.size ?? 0);
  }

  /** Counts the words from byte `start` on. It keeps no lines: a file can have hundreds of millions. */
  private count(start: number): Counted {
    const { bytes, header } = this;
    const columns = header.elements.size > 1 ? undefined : lastVertex(header)?.properties.size;
    const found: Counted = { words: 0, last: 0 };
    let number = this.lineOf(start);
    let words = 0;
    let isTable = columns !== undefined;
    const endLine = () => {
      if (words === 0) return;
      // Only if the first line has one number per column, each line should have.
      if (found.words === 0) isTable &&= words === columns;
      if (isTable && words !== columns) found.uneven ??= { number, words };
      found.words += words;
      found.last = number;
      words = 0;
    };
    for (let at = start; at < bytes.length; at++) {
      if (bytes[at] > SPACE && (at === start || bytes[at - 1] <= SPACE)) words += 1;
      if (!this.endsLine(at)) continue;
      endLine();
      number += 1;
    }
    endLine();
    return found;
  }

  private lineOf(at: number): number {
    let number = 1;
    for (let i = 0; i < at; i++) if (this.endsLine(i)) number += 1;
    return number;
  }

  /** Whether byte `at` is the last byte of a line: LF, or CR without LF. */
  private endsLine(at: number): boolean {
    const byte = this.bytes[at];
    return byte === LINE_FEED || (byte === RETURN && this.bytes[at + 1] !== LINE_FEED);
  }
}
