/** Characters that would break a line, or turn the text around them: control characters, direction marks, halves of pairs. */
const HARMFUL = /[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu;

/**
 * A file's name for a sentence. A long name is shortened in its middle, because its end tells files of a series apart.
 * @param length of the result at most, characters
 */
export function shortName(name: string, length = 40): string {
  // macOS splits Korean syllables into letters. These must not be cut apart.
  const characters = [...name.normalize('NFC').replace(HARMFUL, '\u{fffd}')];
  if (characters.length <= length) return characters.join('');
  const end = Math.floor((length - 1) / 2);
  return [...characters.slice(0, length - 1 - end), '…', ...characters.slice(-end)].join('');
}
