import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import recorded from '../../../../models/parity/clip_tokenizer.json';
import { BYTE_LETTERS, WORD_END } from './byte-letters.ts';
import { clipTokenizer, VocabularyError } from './index.ts';

type Json = Record<string, unknown>;

/** What models/parity/record_clip_text.py writes. */
interface Recording {
  merges: string[];
  size: number;
  texts: string[];
  layouts: Record<string, { config: Json | null; map: Json | null; ids: number[][] }>;
}

/** The vocabulary of the recording script: bytes, bytes at the end of a word, merges, and special tokens. */
const vocabularyOf = (merges: readonly string[]): Json => {
  // The script begins with the printable bytes.
  const printable = BYTE_LETTERS.filter((letter) => letter < '\u0100');
  const letters = [...printable, ...BYTE_LETTERS.filter((letter) => letter >= '\u0100')];
  const merged = merges.map((merge) => merge.replace(' ', ''));
  const ends = letters.map((letter) => letter + WORD_END);
  const tokens = [...letters, ...ends, ...merged, '<|startoftext|>', '<|endoftext|>'];
  return Object.fromEntries(tokens.map((token, id) => [token, id]));
};

const filesOf = ({ merges }: Pick<Recording, 'merges'>) => ({
  vocabulary: vocabularyOf(merges),
  merges: ['#version: 0.2', ...merges, ''].join('\n'),
});

/** The texts whose tokens differ from the recorded ones. */
function differencesIn(recording: Recording, layout: string) {
  const { config, map, ids } = recording.layouts[layout];
  const files = { ...filesOf(recording), config: config ?? {}, specialTokensMap: map ?? {} };
  const tokenizer = clipTokenizer(files, 1000);
  return recording.texts.flatMap((text, i) => {
    const ours = tokenizer.encode(text, recording.size).ids;
    return ours.join() === ids[i].join() ? [] : [{ text, ours, theirs: ids[i] }];
  });
}

describe('clipTokenizer', () => {
  it.each(Object.keys(recorded.layouts))("equals transformers' CLIPTokenizer: %s", (layout) => {
    expect(differencesIn(recorded, layout)).toEqual([]);
  });

  // More texts than the repository has: record_clip_text.py --fuzz.
  const more = process.env.CLIP_FUZZ;
  it.skipIf(more === undefined)('equals it for random texts', () => {
    const recording = JSON.parse(readFileSync(more ?? '', 'utf8')) as Recording;
    expect(recording.texts.length).toBeGreaterThan(0);
    expect(differencesIn(recording, 'fuzz')).toEqual([]);
  });

  it('says how many tokens a text has', () => {
    const { encode } = clipTokenizer(filesOf(recorded), 1000);
    expect(encode('the mouse', 77)).toMatchObject({ length: 4 });
    const cut = encode('the '.repeat(90), 77);
    expect(cut.length).toBe(92);
    expect(cut.ids).toHaveLength(77);
    expect(cut.ids[76]).toBe(encode('', 2).ids[1]);
  });

  it.each([
    ['a byte', { a: undefined }, {}, 'lacks the token "a"'],
    ['a merged token', { 'the</w>': undefined }, {}, 'lacks the token "the</w>" of a merge'],
    ['a special token', {}, { pad_token: 'PAD' }, 'lacks the special token "PAD"'],
    ['a number', { a: 1.5 }, {}, 'has no whole number for the token "a"'],
    ['a low number', { a: 1000 }, {}, 'has the token 1000, but the text encoder has only 1000'],
    [
      'a plain token',
      {},
      { pad_token: { content: '!', lstrip: true } },
      'has lstrip under pad_tok',
    ],
  ])('refuses files without %s', (_, vocabulary, specialTokensMap, message) => {
    const files = filesOf(recorded);
    const changed = Object.entries({ ...files.vocabulary, ...vocabulary });
    const all = {
      ...files,
      specialTokensMap,
      vocabulary: Object.fromEntries(changed.filter(([, id]) => id !== undefined)),
    };
    expect(() => clipTokenizer(all, 1000)).toThrowError(VocabularyError);
    expect(() => clipTokenizer(all, 1000)).toThrowError(message);
  });

  it('refuses a merge that is no pair', () => {
    const files = { ...filesOf(recorded), merges: 'a b c' };
    expect(() => clipTokenizer(files, 1000)).toThrowError('no pair: "a b c"');
  });
});
