import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { licenceProblems } from './licences.mjs';

const problemsOf = (name: string, license?: string) =>
  licenceProblems({ packages: { '': {}, [`node_modules/${name}`]: { license } } });

test('all dependencies of the project have allowed licences', () => {
  expect(licenceProblems(JSON.parse(readFileSync('package-lock.json', 'utf8')))).toEqual([]);
});

test.each([
  ['any', 'MIT'],
  ['any', '(GPL-3.0-only OR MIT)'],
  ['any', 'MIT AND ISC'],
  ['mediabunny', 'MPL-2.0'],
  ['@img/sharp-wasm32', 'Apache-2.0 AND LGPL-3.0-or-later AND MIT'],
])('%s may have the licence %s', (name, licence) => {
  expect(problemsOf(name, licence)).toEqual([]);
});

test.each([
  ['any', 'GPL-3.0-only'],
  ['any', 'MIT AND GPL-3.0-only'],
  ['any', '(MIT OR ISC) AND (GPL-3.0-only)'],
  ['any', 'SEE LICENSE IN LICENSE.md'],
  ['any', 'UNLICENSED'],
  ['other', 'MPL-2.0'],
  ['nested/node_modules/any', 'GPL-3.0-only'],
])('%s may not have the licence %s', (name, licence) => {
  expect(problemsOf(name, licence)).toEqual([
    `the package ${name.split('/').at(-1)} has the licence ${licence}, which scripts/licences.mjs does not allow`,
  ]);
});

test('a package without a licence is refused', () => {
  expect(problemsOf('any')).toHaveLength(1);
});
