import { BYTE_LETTERS, WORD_END } from './byte-letters.ts';

/** A vocabulary that cannot be used. The message continues a sentence after the name of the file. */
export class VocabularyError extends Error {
  override readonly name = 'VocabularyError';
}

const utf8 = new TextEncoder();

/** A pair of tokens as a key: a space occurs in no token. */
const pairKey = (left: string, right: string) => `${left} ${right}`;

/**
 * Byte pair encoding of words. A word begins as the letters of its bytes. The last letter has the mark of the word's
 * end. Then pairs of tokens are merged: the pair whose merge stands first in the list, and of equal pairs the leftmost.
 */
export class Bpe {
  readonly #ids: ReadonlyMap<string, number>;
  readonly #ranks = new Map<string, number>();
  /** The tokens of the words that have been encoded. */
  readonly #known = new Map<string, readonly number[]>();

  /**
   * @param ids the number of each token
   * @param merges pairs of tokens, the most important pair first
   * @throws VocabularyError if the vocabulary lacks a byte or a token of a merge
   */
  constructor(ids: ReadonlyMap<string, number>, merges: readonly (readonly [string, string])[]) {
    this.#ids = ids;
    for (const letter of BYTE_LETTERS)
      for (const token of [letter, letter + WORD_END])
        if (!ids.has(token)) throw new VocabularyError(`lacks the token ${JSON.stringify(token)}`);
    for (const [rank, [left, right]] of merges.entries()) {
      for (const token of [left, right, left + right])
        if (!ids.has(token))
          throw new VocabularyError(`lacks the token ${JSON.stringify(token)} of a merge`);
      this.#ranks.set(pairKey(left, right), rank);
    }
  }

  /** The numbers of a word's tokens. @param word without white space, not empty */
  encode(word: string): readonly number[] {
    const known = this.#known.get(word);
    if (known) return known;
    const tokens = Array.from(utf8.encode(word), (byte) => BYTE_LETTERS[byte]);
    tokens[tokens.length - 1] += WORD_END;
    for (let at = this.#best(tokens); at >= 0; at = this.#best(tokens))
      tokens.splice(at, 2, tokens[at] + tokens[at + 1]);
    // The constructor has found every byte and every merged token.
    const ids = tokens.map((token) => this.#ids.get(token) ?? 0);
    this.#known.set(word, ids);
    return ids;
  }

  /** Where the pair begins that is merged next. −1 if no pair can be merged. */
  #best(tokens: readonly string[]): number {
    let [at, rank] = [-1, Infinity];
    for (let i = 0; i + 1 < tokens.length; i++) {
      const found = this.#ranks.get(pairKey(tokens[i], tokens[i + 1])) ?? Infinity;
      if (found < rank) [at, rank] = [i, found];
    }
    return at;
  }
}
