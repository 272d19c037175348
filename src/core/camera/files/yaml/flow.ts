import { quoteEnd, YamlError } from './lines.ts';

/** A value of a YAML file. Objects have no prototype, so that no key has a meaning. */
export type Yaml = null | boolean | number | string | Yaml[] | { [key: string]: Yaml };

/** Largest number of lists and maps inside each other. */
export const MAX_DEPTH = 32;

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

const WORDS: Readonly<Record<string, Yaml>> = {
  ...{ '': null, '~': null, null: null, true: true, false: false },
  ...{ '.nan': NaN, '.inf': Infinity, '+.inf': Infinity, '-.inf': -Infinity },
};

/** The value of a text without quotes. */
export function scalar(text: string): Yaml {
  if (NUMBER.test(text)) return Number(text);
  const word = text.toLowerCase();
  return Object.hasOwn(WORDS, word) ? WORDS[word] : text;
}

/** Signs behind a backslash. Others stand for themselves. */
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', 0: '\0' };

/** The text in quotes, without them. */
export const unquoted = (text: string): string =>
  text.startsWith('"')
    ? text.slice(1, -1).replace(/\\(.)/gs, (_, sign: string) => ESCAPES[sign] ?? sign)
    : text.slice(1, -1).replaceAll("''", "'");

/** The text behind a tag such as `!!opencv-matrix`. The tag is ignored. */
export const withoutTag = (text: string): string => text.replace(/^!\S*\s*/, '');

/** Sets a key of a map. @throws YamlError if it is there */
export function setKey(map: Record<string, Yaml>, key: string, value: Yaml, line: number): void {
  if (key in map) throw new YamlError(line, `the key ${key.slice(0, 60)} stands there twice`);
  map[key] = value;
}

/** An empty map. */
export const emptyMap = () => Object.create(null) as Record<string, Yaml>;

/** Reads lists in brackets and maps in braces. They may be on several lines, which are joined by spaces. */
export class FlowReader {
  readonly #text: string;
  readonly #line: number;
  #at = 0;

  /** @param line where the text begins, for errors */
  constructor(text: string, line: number) {
    this.#text = text;
    this.#line = line;
  }

  /** The value of the whole text. @throws YamlError */
  read(): Yaml {
    const value = this.#value(0);
    this.#skipSpace();
    if (this.#at < this.#text.length)
      throw this.#error('something stands behind the end of a list');
    return value;
  }

  #error = (why: string) => new YamlError(this.#line, why);

  #skipSpace(): string | undefined {
    while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\t') this.#at += 1;
    return this.#text[this.#at];
  }

  #value(depth: number): Yaml {
    if (depth > MAX_DEPTH) throw this.#error('it is nested too deeply');
    const first = this.#skipSpace();
    if (first === '[') return this.#list(depth);
    if (first === '{') return this.#map(depth);
    const { text, isQuoted } = this.#word();
    return isQuoted ? text : scalar(text);
  }

  /** A text up to the next comma, bracket or colon. */
  #word(): { text: string; isQuoted: boolean } {
    const start = this.#at;
    const first = this.#text[start];
    if (first === '"' || first === "'") {
      const end = quoteEnd(this.#text, start);
      if (end < 0) throw this.#error('a text is not closed');
      this.#at = end;
      return { text: unquoted(this.#text.slice(start, end)), isQuoted: true };
    }
    if (first === '&' || first === '*' || first === '!')
      throw this.#error('anchors, aliases and tags in lists are not read');
    const isEnd = (i: number) =>
      ',[]{}'.includes(this.#text[i]) ||
      (this.#text[i] === ':' && /^[\s,[\]{}]?$/.test(this.#text[i + 1] ?? ''));
    while (this.#at < this.#text.length && !isEnd(this.#at)) this.#at += 1;
    return { text: this.#text.slice(start, this.#at).trim(), isQuoted: false };
  }

  #list(depth: number): Yaml[] {
    const items: Yaml[] = [];
    this.#at += 1;
    while (this.#skipSpace() !== ']') {
      items.push(this.#value(depth + 1));
      this.#comma(']');
    }
    this.#at += 1;
    return items;
  }

  #map(depth: number): Yaml {
    const map = emptyMap();
    this.#at += 1;
    while (this.#skipSpace() !== '}') {
      const key = this.#word().text;
      if (this.#skipSpace() !== ':') throw this.#error('a colon is missing');
      this.#at += 1;
      setKey(map, key, this.#value(depth + 1), this.#line);
      this.#comma('}');
    }
    this.#at += 1;
    return map;
  }

  /** Skips the comma behind an element. The last element needs none. */
  #comma(end: string): void {
    const next = this.#skipSpace();
    if (next === ',') this.#at += 1;
    else if (next !== end) throw this.#error(`a ${end} is missing`);
  }
}
