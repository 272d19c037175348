/** A line with content. */
export interface Line {
  /** Number of spaces before the content. */
  indent: number;
  /** The content, without comment and without spaces at its end. */
  text: string;
  /** Number of the line in the file, from 1. */
  number: number;
}

/** A text is not YAML, or uses a part of it that calibration programs do not write. The message says where and why. */
export class YamlError extends Error {
  override readonly name = 'YamlError';
  constructor(line: number, why: string) {
    super(`line ${line}: ${why}`);
  }
}

/** Largest number of lines with content. */
const MAX_LINES = 200_000;

/**
 * Where a text in quotes ends that begins at `start`.
 * @returns the index behind the closing quote, or −1 if there is none
 */
export function quoteEnd(text: string, start: number): number {
  const quote = text[start];
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\' && quote === '"') i += 1;
    else if (text[i] === quote) {
      // In single quotes, two of them are one.
      if (quote === '"' || text[i + 1] !== quote) return i + 1;
      i += 1;
    }
  }
  return -1;
}

const isSpace = (character: string | undefined) =>
  character === undefined || character === ' ' || character === '\t';

/** Content without its comment. A comment begins with # at the beginning or behind a space, outside of quotes. */
function withoutComment(text: string): string {
  let isStart = true;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '#' && isSpace(text[i - 1])) return text.slice(0, i);
    if (isStart && (character === '"' || character === "'")) {
      const end = quoteEnd(text, i);
      if (end < 0) return text;
      i = end - 1;
      isStart = false;
    } else if (!isSpace(character)) isStart = '[{,:-'.includes(character);
  }
  return text;
}

/**
 * The lines with content of a document. Directives, the marks of its beginning and its end, and comments are left out.
 * @throws YamlError if there is more than one document, if a tab is used as indent, or if there are too many lines
 */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let isOver = false;
  for (const [i, raw] of text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const number = i + 1;
    if (lines.length === 0 && raw.startsWith('%')) continue;
    const content = withoutComment(raw).trimEnd();
    if (content === '') continue;
    if (lines.length === 0 && /^---(\s+!\S*)?$/.test(content)) continue;
    if (content === '...') {
      isOver = true;
      continue;
    }
    if (isOver || /^---(\s|$)/.test(content))
      throw new YamlError(number, 'a second document begins');
    const start = content.search(/[^ ]/);
    if (content[start] === '\t') throw new YamlError(number, 'a tab stands before the content');
    if (lines.length >= MAX_LINES) throw new YamlError(number, 'there are too many lines');
    lines.push({ indent: start, text: content.slice(start), number });
  }
  return lines;
}
