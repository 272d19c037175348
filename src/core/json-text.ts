import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';

/** What is wrong, by the parser's names of its errors. */
const PROBLEMS: Record<string, string> = {
  InvalidSymbol: 'this word is not allowed',
  InvalidNumberFormat: 'this is not a number',
  PropertyNameExpected: 'a name in quotes is expected',
  ValueExpected: 'a value is expected',
  ColonExpected: 'a colon is expected',
  CommaExpected: 'a comma is expected',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'nothing more is expected',
  UnexpectedEndOfComment: 'a comment is not closed',
  UnexpectedEndOfString: 'a text is not closed',
  UnexpectedEndOfNumber: 'a number is not complete',
};

/** Words of other languages that are no JSON. */
const WORDS = /^[-+]?(NaN|nan|Infinity|inf|None|True|False|undefined)\b/;

/** A text is not JSON. The message says where and why. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

/** Decodes UTF-8, or UTF-16 with a byte order mark. The mark is left out. @throws JsonError for other bytes */
export function textOf(bytes: Uint8Array): string {
  const [a, b] = bytes;
  const encoding =
    a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new JsonError('it is not text (neither UTF-8 nor UTF-16 with a byte order mark)');
  }
}

/** @throws JsonError if lists are nested so deeply that the parser's stack overflows */
function parseLeniently(text: string, errors: ParseError[]): unknown {
  try {
    return parse(text, errors, { allowTrailingComma: true });
  } catch (cause) {
    if (cause instanceof RangeError) throw new JsonError('it is nested too deeply');
    throw cause;
  }
}

/**
 * Parses JSON that a person may have written: comments, commas at the end of a list, a byte order mark and UTF-16 are
 * allowed.
 * @throws JsonError with line and column if it is not JSON
 */
export function parseJsonText(bytes: Uint8Array): unknown {
  const text = textOf(bytes);
  const errors: ParseError[] = [];
  const value = parseLeniently(text, errors);
  const [first] = errors;
  if (!first) return value;
  const before = text.slice(0, first.offset).split(/\r\n|\r|\n/);
  const word = WORDS.exec(text.slice(first.offset))?.[0];
  const problem = word
    ? `${word} is not JSON`
    : (PROBLEMS[printParseErrorCode(first.error)] ?? 'this is not JSON');
  const end = text.slice(first.offset).trim() === '' ? ' The file ends there.' : '';
  throw new JsonError(
    `line ${before.length}, column ${before[before.length - 1].length + 1}: ${problem}.${end}`,
  );
}
