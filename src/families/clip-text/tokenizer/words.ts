/**
 * The text that CLIP reads: composed (NFC), and in small letters. Each code point becomes small by itself: unlike in
 * JavaScript's `toLowerCase`, a Greek sigma at the end of a word becomes σ.
 */
export const normalised = (text: string): string =>
  Array.from(text.normalize('NFC'), (character) => character.toLowerCase()).join('');

/** A word: the ending of an English contraction, letters, one digit, or other signs. White space only separates. */
const WORD = /'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\p{White_Space}\p{L}\p{N}]+/gu;

/** A special token that was not found as one is divided for itself, also from signs that follow it. */
const PIECE = new RegExp(`<\\|startoftext\\|>|<\\|endoftext\\|>|${WORD.source}`, 'gu');

/** The words of a normalised text. */
export const wordsOf = (text: string): string[] =>
  (text.match(PIECE) ?? []).flatMap((piece) => piece.match(WORD) ?? []);
