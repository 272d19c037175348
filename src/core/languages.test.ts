import { expect, it } from 'vitest';
import { isLang, preferredLang, sameInAll, textIn } from './languages.ts';

it('uses the English text if there is no translation', () => {
  expect(textIn('ko', { en: 'Mouse', ko: '생쥐' })).toBe('생쥐');
  expect(textIn('ko', { en: 'Mouse', fr: 'Souris' })).toBe('Mouse');
});

it('chooses the language with whose code the browser’s language begins, else English', () => {
  expect(preferredLang('ko-KR')).toBe('ko');
  expect(preferredLang('en-GB')).toBe('en');
  expect(preferredLang('ja')).toBe('en');
});

it('a typed name is the same in every language', () => {
  expect(sameInAll('Lab')).toEqual({ en: 'Lab', ko: 'Lab' });
});

it('recognises the languages of the page only', () => {
  expect(isLang('ko')).toBe(true);
  expect(isLang('fr')).toBe(false);
  expect(isLang(undefined)).toBe(false);
});
