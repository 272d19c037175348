/**
 * Quotes a text from a file, so that the text can be part of a sentence. The result is one line of at most 120
 * characters. Control characters and direction marks are replaced by U+FFFD.
 */
export function quoted(text = ''): string {
  const clean = text.slice(0, 200).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\u{fffd}');
  return `“${clean.length > 120 ? `${clean.slice(0, 120)}…` : clean}”`;
}

/** Text from a file as a value of a sentence. */
export const named = (text: string): string => quoted(text).slice(1, -1);

/** The first `max` names of a list and the number of the others, in signs that every language reads. */
export const someNames = (names: readonly string[], max = 3, separator = ', '): string =>
  names.slice(0, max).map(named).join(separator) +
  (names.length > max ? `${separator}… (+${names.length - max})` : '');
