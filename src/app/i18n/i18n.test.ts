import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { fill, translateValues } from './index.ts';
import { ko } from './ko.ts';

type Tree = string | { readonly [key: string]: Tree };

const leaves = (tree: Tree, path = ''): [string, string][] =>
  typeof tree === 'string'
    ? [[path, tree]]
    : Object.entries(tree).flatMap(([key, child]) => leaves(child, path ? `${path}.${key}` : key));

/** Names that are the same in every language. */
const NAMES = new Set(['backend.webgpu', 'backend.wasm']);

/** Whether a sentence is more than placeholders. */
const hasWords = (text: string) => /\p{L}/u.test(text.replace(/\{\w+\}/g, ''));

const english = leaves(en);
const korean = new Map(leaves(ko));
const placeholders = (text: string) =>
  [...text.matchAll(/\{\w+\}/g)].map(([placeholder]) => placeholder).sort();

describe('Korean', () => {
  it('has the same keys as English', () => {
    expect([...korean.keys()].sort()).toEqual(english.map(([path]) => path).sort());
  });

  it.each(english)('%s is translated', (path, text) => {
    const translated = korean.get(path) ?? '';
    expect(translated.trim()).not.toBe('');
    expect(placeholders(translated)).toEqual(placeholders(text));
    if (!NAMES.has(path) && hasWords(text)) expect(translated).not.toBe(text);
  });
});

describe('fill', () => {
  it('puts values in and leaves unknown placeholders', () => {
    expect(fill('{a} of {b}', { a: 1 })).toBe('1 of {b}');
  });
});

describe('translateValues', () => {
  it('translates names of networks and leaves everything else', () => {
    const values = { network: 'autoencoder', needed: '5.2' };
    expect(translateValues(values, ko)).toEqual({ network: '오토인코더', needed: '5.2' });
    expect(translateValues({ network: 'toString' }, ko)).toEqual({ network: 'toString' });
  });
});
