import {
  emptyMap,
  FlowReader,
  MAX_DEPTH,
  scalar,
  setKey,
  unquoted,
  withoutTag,
  type Yaml,
} from './flow.ts';
import { linesOf, quoteEnd, YamlError, type Line } from './lines.ts';

/** Signs with which a key without quotes does not begin. */
const NO_KEY = '[]{}#&*!|>%@`,';

/**
 * Reads the part of YAML that OpenCV, PyYAML, ROS and Kalibr write: maps and lists by indent or in brackets, texts,
 * numbers, and tags, which are ignored. Anchors, aliases, texts on several lines and keys that are not text are refused.
 * A whole YAML parser took minutes for a text of 5 kB that was made for it.
 * @throws YamlError for anything else, with the line
 */
export function parseYaml(text: string): Yaml {
  const lines = linesOf(text);
  return lines.length > 0 ? new BlockReader(lines).read() : null;
}

/** Reads maps and lists by their indent. */
class BlockReader {
  readonly #lines: Line[];
  #at = 0;

  constructor(lines: Line[]) {
    this.#lines = lines;
  }

  read(): Yaml {
    const value = this.#block(0);
    if (this.#at < this.#lines.length)
      throw this.#error('this line does not belong to the one above it');
    return value;
  }

  get #line(): Line | undefined {
    return this.#lines[this.#at];
  }

  #error(why: string): YamlError {
    return new YamlError(this.#lines[Math.min(this.#at, this.#lines.length - 1)].number, why);
  }

  /** The map, the list or the single value that begins at this line. */
  #block(depth: number): Yaml {
    if (depth > MAX_DEPTH) throw this.#error('it is nested too deeply');
    const line = this.#lines[this.#at];
    if (line.text === '-' || line.text.startsWith('- ')) return this.#list(line.indent, depth);
    if (this.#keyOf(line)) return this.#map(line.indent, depth);
    return this.#inline(line.text, line.indent, depth);
  }

  /** The key of a line, and what stands behind its colon. Null if it has none. */
  #keyOf({ text }: Line): { key: string; rest: string } | null {
    if (text.startsWith('"') || text.startsWith("'")) {
      const end = quoteEnd(text, 0);
      const rest = end < 0 ? '' : text.slice(end).trimStart();
      return /^:(\s|$)/.test(rest)
        ? { key: unquoted(text.slice(0, end)), rest: rest.slice(1).trimStart() }
        : null;
    }
    const end = text.search(/:(\s|$)/);
    if (end < 1 || NO_KEY.includes(text[0])) return null;
    return { key: text.slice(0, end).trimEnd(), rest: text.slice(end + 1).trimStart() };
  }

  #list(indent: number, depth: number): Yaml[] {
    const items: Yaml[] = [];
    for (let line = this.#line; line?.indent === indent; line = this.#line) {
      if (line.text !== '-' && !line.text.startsWith('- ')) break;
      const rest = line.text.slice(1).trimStart();
      items.push(this.#entry(rest, line.text.length - rest.length, indent, depth));
    }
    return items;
  }

  #map(indent: number, depth: number): Yaml {
    const map = emptyMap();
    for (let line = this.#line; line?.indent === indent; line = this.#line) {
      const found = this.#keyOf(line);
      if (!found) break;
      const { number } = line;
      setKey(map, found.key, this.#value(found.rest, indent, depth), number);
    }
    return map;
  }

  /** The element of a list. A map or a list may begin behind the dash. */
  #entry(rest: string, offset: number, indent: number, depth: number): Yaml {
    const line = this.#lines[this.#at];
    const inner = { ...line, indent: indent + offset, text: withoutTag(rest) };
    if (inner.text !== '' && (/^-( |$)/.test(inner.text) || this.#keyOf(inner))) {
      // What stands behind the dash is a line of its own.
      this.#lines[this.#at] = inner;
      return this.#block(depth + 1);
    }
    return this.#value(rest, indent, depth);
  }

  /** The value behind a colon or a dash: on the same line, or on the next ones. */
  #value(rest: string, indent: number, depth: number): Yaml {
    const text = withoutTag(rest);
    if (text !== '') return this.#inline(text, indent, depth);
    const isKey = !/^-( |$)/.test(this.#lines[this.#at].text);
    this.#at += 1;
    const next = this.#line;
    if (!next) return null;
    // The elements of a list may stand below the key without more indent.
    const isList = isKey && next.indent === indent && /^-( |$)/.test(next.text);
    return next.indent > indent || isList ? this.#block(depth + 1) : null;
  }

  /** A value that begins on this line. It moves to the line behind it. */
  #inline(text: string, indent: number, depth: number): Yaml {
    const first = text[0];
    if (first === '[' || first === '{') return this.#flow(text, depth);
    if (first === '|' || first === '>') return this.#folded(indent);
    if (first === '&' || first === '*') throw this.#error('anchors and aliases are not read');
    if (first === '"' || first === "'") {
      if (quoteEnd(text, 0) !== text.length) throw this.#error('a text is not closed on its line');
      this.#at += 1;
      return unquoted(text);
    }
    if (/:(\s|$)/.test(text)) throw this.#error('this is neither a key nor a value');
    this.#at += 1;
    const next = this.#line;
    if (next && next.indent > indent) throw this.#error('a text on several lines is not read');
    return scalar(text);
  }

  /** A list in brackets or a map in braces, up to the line on which it ends. */
  #flow(text: string, depth: number): Yaml {
    const { number } = this.#lines[this.#at];
    const parts: string[] = [];
    let open = 0;
    for (let part: string | undefined = text; part !== undefined; part = this.#line?.text) {
      parts.push(part);
      this.#at += 1;
      open += balanceOf(part);
      if (open <= 0) break;
    }
    if (open > 0) throw new YamlError(number, 'a list is not closed');
    if (depth > MAX_DEPTH) throw new YamlError(number, 'it is nested too deeply');
    return new FlowReader(parts.join(' '), number).read();
  }

  /** A text on the following lines. Cameras have none, so only its end is found. */
  #folded(indent: number): string {
    this.#at += 1;
    while ((this.#line?.indent ?? -1) > indent) this.#at += 1;
    return '';
  }
}

/** How many more brackets a line opens than it closes, outside of quotes. */
function balanceOf(text: string): number {
  let balance = 0;
  let hasQuotes = true;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (hasQuotes && (character === '"' || character === "'")) {
      const end = quoteEnd(text, i);
      // An apostrophe in a text without quotes has no end.
      if (end < 0) hasQuotes = false;
      else i = end - 1;
    } else if (character === '[' || character === '{') balance += 1;
    else if (character === ']' || character === '}') balance -= 1;
  }
  return balance;
}
