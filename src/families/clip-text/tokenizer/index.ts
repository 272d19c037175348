import { specialTokens, splitAt } from './added-tokens.ts';
import { Bpe, VocabularyError } from './bpe.ts';
import { normalised, wordsOf } from './words.ts';

export { VocabularyError };

/** The contents of a tokenizer's files. JSON files are parsed. */
export interface TokenizerFiles {
  /** vocab.json */
  vocabulary: Readonly<Record<string, unknown>>;
  /** merges.txt */
  merges: string;
  /** tokenizer_config.json */
  config?: Readonly<Record<string, unknown>>;
  /** special_tokens_map.json */
  specialTokensMap?: Readonly<Record<string, unknown>>;
}

/** Turns texts into numbers of tokens. */
export interface ClipTokenizer {
  /**
   * @param size number of tokens that are wanted, at least 2. A shorter text is filled up; of a longer one the end is left out
   * @returns `ids` has `size` numbers. `length` is the number of tokens before the text was filled up or cut
   */
  encode(text: string, size: number): { ids: number[]; length: number };
}

/** The numbers of the tokens. @throws VocabularyError if one is no whole number below `limit` */
function idsOf(vocabulary: TokenizerFiles['vocabulary'], limit: number): Map<string, number> {
  const ids = new Map<string, number>();
  for (const [token, id] of Object.entries(vocabulary)) {
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0)
      throw new VocabularyError(`has no whole number for the token ${JSON.stringify(token)}`);
    if (id >= limit)
      throw new VocabularyError(
        `has the token ${id}, but the text encoder has only ${limit} tokens. They do not belong together`,
      );
    ids.set(token, id);
  }
  return ids;
}

/** The pairs of merges.txt. @throws VocabularyError for a line that is no pair */
function pairsOf(merges: string): (readonly [string, string])[] {
  return merges
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#version'))
    .map((line) => {
      const [left, right, ...rest] = line.split(' ');
      if (!left || !right || rest.length > 0)
        throw new VocabularyError(
          `has a merge that is no pair: ${JSON.stringify(line.slice(0, 40))}`,
        );
      return [left, right] as const;
    });
}

/**
 * CLIP's tokenizer: byte-level byte pair encoding of words in small letters. It gives the same numbers as transformers'
 * CLIPTokenizer (version 5).
 * @param limit number of tokens of the text encoder
 * @throws VocabularyError if the files cannot be used
 */
export function clipTokenizer(files: TokenizerFiles, limit: number): ClipTokenizer {
  const ids = idsOf(files.vocabulary, limit);
  const bpe = new Bpe(ids, pairsOf(files.merges));
  const special = specialTokens(files.config, files.specialTokensMap);
  const idOf = (token: string): number => {
    const id = ids.get(token);
    if (id !== undefined) return id;
    throw new VocabularyError(`lacks the special token ${JSON.stringify(token)}`);
  };
  for (const { content } of special.added) idOf(content);
  const [begin, end, pad] = [idOf(special.begin), idOf(special.end), idOf(special.pad)];
  const contents = (normalized: boolean) =>
    special.added.filter((token) => token.normalized === normalized).map((token) => token.content);
  const plain = contents(false);
  const inSmall = contents(true);
  const smallIds = new Map(inSmall.map((content) => [normalised(content), idOf(content)]));

  const idsOfText = (text: string): number[] =>
    splitAt(text, plain).flatMap((part) =>
      part.isAdded
        ? [idOf(part.text)]
        : splitAt(normalised(part.text), [...smallIds.keys()]).flatMap((inner) =>
            inner.isAdded
              ? [smallIds.get(inner.text) ?? 0]
              : wordsOf(inner.text).flatMap((word) => bpe.encode(word)),
          ),
    );
  return {
    encode(text, size) {
      const content = idsOfText(text);
      const kept = [begin, ...content.slice(0, size - 2), end];
      const filled = Array<number>(Math.max(0, size - kept.length)).fill(pad);
      return { ids: [...kept, ...filled], length: content.length + 2 };
    },
  };
}
