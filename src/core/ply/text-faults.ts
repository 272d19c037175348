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
    const lines = this.lines(this.header.end);
    const uneven = this.uneven(lines.slice(0, -1));
    if (uneven) return uneven;
    const { elements } = this.header;
    const vertex = lastVertex(this.header);
    if (!vertex || elements.size > 1) return new PlyFault('ply-cut', figures);
    return tooFew(vertex, this.header, this.rows(lines), figures);
  }

  /** The fault of a file whose numbers end too early. */
  tooFewNumbers(): PlyFault {
    const needed = [...this.header.elements.values()].map(
      ({ name, count }) => `${count} rows of ${name}`,
    );
    const words = wordsIn(this.lines(this.header.end));
    return this.tooShort(`${needed.join(' and ')} need more than the ${words} numbers that follow`);
  }

  /** The fault of a file that has more numbers than its header says. @param at index of the first one too many */
  tooManyNumbers(at: number): PlyFault {
    const uneven = this.uneven(this.lines(this.header.end));
    if (uneven) return uneven;
    const vertex = lastVertex(this.header);
    const more = this.rows(this.lines(at));
    if (vertex && Number.isInteger(more)) return wrongCount(vertex, vertex.count + more);
    return this.inLine(at, 'the numbers from here on are too many');
  }

  /** Number of the Gaussians' rows that the words of these lines fill. */
  private rows(lines: readonly Line[]): number {
    return wordsIn(lines) / (lastVertex(this.header)?.properties.size ?? 0);
  }

  /** The first line that has not one number per column, if the first line has. */
  private uneven(lines: readonly Line[]): PlyFault | undefined {
    const columns = lastVertex(this.header)?.properties.size;
    if (columns === undefined || this.header.elements.size > 1) return undefined;
    if (lines[0]?.words !== columns) return undefined;
    const line = lines.find(({ words }) => words !== columns);
    return line && faultOfLine(line.number, `${line.words} numbers instead of ${columns}`);
  }

  /** The lines with words from byte `start` on. */
  private lines(start: number): Line[] {
    const { bytes } = this;
    const lines: Line[] = [];
    let line: Line = { number: this.lineOf(start), words: 0 };
    for (let at = start; at < bytes.length; at++) {
      if (bytes[at] > SPACE && (at === start || bytes[at - 1] <= SPACE)) line.words += 1;
      if (!this.endsLine(at)) continue;
      if (line.words > 0) lines.push(line);
      line = { number: line.number + 1, words: 0 };
    }
    if (line.words > 0) lines.push(line);
    return lines;
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

const wordsIn = (lines: readonly Line[]) => lines.reduce((sum, { words }) => sum + words, 0);
