import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { LANGS } from '../../core/languages.ts';
import { errorText, fill, messages, pageText, translateValues } from './index.ts';
import { ko } from './ko.ts';

type Tree = string | { readonly [key: string]: Tree };

const leaves = (tree: Tree, path = ''): [string, string][] =>
  typeof tree === 'string'
    ? [[path, tree]]
    : Object.entries(tree).flatMap(([key, child]) => leaves(child, path ? `${path}.${key}` : key));

/** Names that are the same in every language. */
const NAMES = new Set(['backend.webgpu', 'backend.wasm', 'import.formats']);

/** Largest number of words in an English sentence. */
const WORDS_MAX = 25;

/** Whether a sentence contains letters outside its placeholders. */
const hasWords = (text: string) => /\p{L}/u.test(text.replace(/\{[^}]*\}/g, ''));

const english = leaves(en);
/** The names of the placeholders, without the particles of `{name|을/를}`. */
const placeholders = (text: string) =>
  [...text.matchAll(/\{(\w+)[^}]*\}/g)].map(([, name]) => name).sort();

describe.each(LANGS.filter((lang) => lang !== 'en'))('%s', (lang) => {
  const translations = new Map(leaves(messages[lang]));

  it('has the same keys as English', () => {
    expect([...translations.keys()].sort()).toEqual(english.map(([path]) => path).sort());
  });

  it.each(english)('%s is translated', (path, text) => {
    const translated = translations.get(path) ?? '';
    expect(translated.trim()).not.toBe('');
    expect(placeholders(translated)).toEqual(placeholders(text));
    if (!NAMES.has(path) && hasWords(text)) expect(translated).not.toBe(text);
    // Refuses particles that `fill` does not know.
    const values = Object.fromEntries(placeholders(text).map((name) => [name, '값']));
    expect(fill(translated, values)).not.toMatch(/[{}|]/);
  });
});

it('has short sentences in English', () => {
  const sentences = english.flatMap(([, text]) => text.split(/(?<=[.?!:])\s+/));
  expect(sentences.filter((sentence) => sentence.split(/\s+/).length > WORDS_MAX)).toEqual([]);
});

describe('Korean', () => {
  const refused = (pattern: RegExp) => leaves(ko).filter(([, text]) => pattern.test(text));

  it('leaves particles after values to `fill`', () => {
    expect(refused(/\((이|가|을|를|은|는|으|와|과)\)/)).toEqual([]);
    expect(refused(/\}[”’)]?(이|가|을|를|은|는|으로|로|와|과)(?![가-힣])/)).toEqual([]);
  });

  it('calls the animal 생쥐', () => {
    expect(refused(/(?<!생)쥐|마우스/)).toEqual([]);
  });
});

describe('fill', () => {
  it('replaces placeholders that have a value and leaves the others', () => {
    expect(fill('{a} of {b}', { a: 1 })).toBe('1 of {b}');
    expect(fill('{toString}', {})).toBe('{toString}');
  });

  it('gives a value the particle that fits it', () => {
    const sentence = '{file|을/를} {pack|으로/로}';
    expect(fill(sentence, { file: '사진', pack: 4 })).toBe('사진을 4로');
    expect(fill(sentence, { file: 'a.pt' })).toBe('a.pt를 {pack|으로/로}');
  });
});

describe('translateValues', () => {
  it('translates the name of a network and leaves the other values', () => {
    const values = { network: 'autoencoder', needed: '5.2' };
    expect(translateValues(values, ko)).toEqual({ network: '오토인코더', needed: '5.2' });
    expect(translateValues({ network: 'toString' }, ko)).toEqual({ network: 'toString' });
  });

  it('translates the parts of a model in a list, and leaves the names of files', () => {
    expect(translateValues({ missing: 'vae, part-2.bin', part: 'viewEmbeds' }, ko)).toEqual({
      missing: `${ko.import.missingParts.vae}, part-2.bin`,
      part: '시점 임베딩',
    });
  });
});

describe('errorText', () => {
  const values = { file: 'a.pt', tensor: 'w' };

  it('is that of the fault if there is one, else that of the code', () => {
    const code = 'checkpoint-invalid';
    expect(errorText({ code, fault: 'strided', values }, en)).toEqual({
      message: fill(en.faults.strided.message, values),
      hint: en.faults.strided.hint,
    });
    expect(errorText({ code, fault: undefined, values }, en).message).toBe(
      'The checkpoint a.pt cannot be read.',
    );
  });
});

describe('pageText', () => {
  const error = (
    code: 'photo-damaged' | 'views-unpaired',
    values: Record<string, string | number>,
  ) => pageText({ code, fault: undefined, values }, en).message;

  it('names the file before a sentence that does not name it', () => {
    expect(error('photo-damaged', { format: 'PNG' })).toBe('This PNG file is damaged.');
    expect(error('photo-damaged', { format: 'PNG', file: 'cam_1.png' })).toBe(
      'cam_1.png: This PNG file is damaged.',
    );
    expect(error('views-unpaired', { file: 'c.json', pictures: 6, cameras: 5 })).toBe(
      'The pictures do not fit the cameras in c.json: 6 pictures, 5 cameras.',
    );
  });
});
