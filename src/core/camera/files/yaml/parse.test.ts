import { describe, expect, it } from 'vitest';
import { parseYaml } from './parse.ts';

/** Objects of the parser have no prototype. */
const plain = (text: string): unknown => JSON.parse(JSON.stringify(parseYaml(text)));

describe('YAML', () => {
  it.each<[name: string, text: string, value: unknown]>([
    ['nothing', '# only this\n', null],
    ['OpenCV 4', '%YAML:1.0\n---\na: 1\n...\n', { a: 1 }],
    ['OpenCV 5', '%YAML 1.2\n---\na: 1.\n', { a: 1 }],
    ['a byte order mark, and CRLF', '\ufeff%YAML:1.0\r\n---\r\na: 1\r\nb: x\r\n', { a: 1, b: 'x' }],
    ['a tag of the document', '--- !!opencv-storage\na: 1', { a: 1 }],
    ['numbers', 'a: [1, -2., .5, 1e-3, +4.e+02, 01]', { a: [1, -2, 0.5, 0.001, 400, 1] }],
    [
      'words',
      'a: true\nb: False\nc: ~\nd: null\ne:\nf: "1"\ng: 1 m',
      { a: true, b: false, c: null, d: null, e: null, f: '1', g: '1 m' },
    ],
    [
      'texts in quotes',
      `"a b": 'it''s #1'\n'c': "x\\n\\"y\\" # z" # w`,
      { 'a b': "it's #1", c: 'x\n"y" # z' },
    ],
    [
      'texts without quotes',
      "a: it's # c\nb: a:b\nc: http://x\nd: a#b",
      { a: "it's", b: 'a:b', c: 'http://x', d: 'a#b' },
    ],
    ['maps in maps', 'a:\n  b:\n    c: 1\n  d: 2\ne: 3', { a: { b: { c: 1 }, d: 2 }, e: 3 }],
    [
      'lists',
      'a:\n  - 1\n  - x\nb:\n- 2\n- - 3\n  - 4\n-\n',
      { a: [1, 'x'], b: [2, [3, 4], null] },
    ],
    [
      'lists of maps',
      '- a: 1\n  b: 2\n-\n   c: 3\n- {d: 4}\n-\n',
      [{ a: 1, b: 2 }, { c: 3 }, { d: 4 }, null],
    ],
    [
      'lists in lists',
      'a:\n- - 1.5\n  - 0\n- - 2\n  - - 3\n',
      {
        a: [
          [1.5, 0],
          [2, [3]],
        ],
      },
    ],
    [
      'lists on several lines',
      'a: !!opencv-matrix\n   data: [ 1., 2.,\n       3. ] # end\n   dt: "3d"\nb: {c: [d,\n  e], f: g,\n}',
      { a: { data: [1, 2, 3], dt: '3d' }, b: { c: ['d', 'e'], f: 'g' } },
    ],
    ['a comma at the end', 'a: [1, 2, ]\nb: []\nc: {}', { a: [1, 2], b: [], c: {} }],
    [
      'a text on several lines',
      'a: |\n  long: text\n  - x\nb: >-\n   y\nc: 1',
      { a: '', b: '', c: 1 },
    ],
    [
      'keys that mean something elsewhere',
      '__proto__: 1\nconstructor: 2',
      { ['__proto__']: 1, constructor: 2 },
    ],
  ])('%s', (_, text, value) => {
    expect(plain(text)).toEqual(value);
  });

  it('numbers that are not finite', () => {
    expect(parseYaml('[.Nan, .inf, -.Inf]')).toEqual([NaN, Infinity, -Infinity]);
  });

  it.each([
    ['a: &x 1', /line 1: anchors and aliases are not read/],
    ['a: 1\nb: *x', /line 2: anchors and aliases are not read/],
    ['a: [*x]', /line 1: anchors, aliases and tags in lists/],
    ['a: 1\na: 2', /line 2: the key a stands there twice/],
    ['{a: 1, a: 2}', /the key a stands there twice/],
    ['a: 1\n---\nb: 2', /line 2: a second document begins/],
    ['a: 1\n...\nb: 2', /line 3: a second document begins/],
    ['a:\n\tb: 1', /line 2: a tab stands before the content/],
    ['a: 1\n  b: 2', /line 1: a text on several lines is not read|line 2/],
    ['a: x\n  y', /a text on several lines is not read/],
    ['a: "x\n  y"', /line 1: a text is not closed on its line/],
    ['a: [1, 2\nb: 3', /line 1: a list is not closed/],
    ['a: [1, 2}', /line 1: a \] is missing|not closed/],
    ['a: [1] 2', /line 1: something stands behind the end of a list/],
    ['a: {b}', /line 1: a colon is missing/],
    ['a: b: c', /line 1: this is neither a key nor a value/],
    ['a:\n    b: 1\n  c: 2', /line 3: this line does not belong/],
    ['- 1\nb: 2', /line 2: this line does not belong/],
    ['["', /a list is not closed|a text is not closed/],
    [`a: ${'['.repeat(99)}${']'.repeat(99)}`, /nested too deeply/],
    ['- '.repeat(99) + '1', /nested too deeply/],
    [Array.from({ length: 99 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), /nested too deeply/],
    ['- 1\n'.repeat(200_001), /line 200001: there are too many lines/],
  ])('%j is refused', (text, sentence) => {
    expect(() => parseYaml(text)).toThrow(sentence);
  });

  it.each([
    '{',
    '[',
    '- ',
    '? ',
    '"',
    "'",
    '\\"',
    '"\\',
    'a: ',
    '#',
    ' #',
    ':',
    ' :',
    ' ',
    '\n',
    '[a: {',
    '&a ',
    "'a",
  ])('a hundred thousand %j end soon', (part) => {
    const start = performance.now();
    for (const text of [
      part.repeat(1e5),
      `a: [${part.repeat(1e5)}`,
      `${part.repeat(1e5)}\n`.repeat(3),
    ])
      try {
        parseYaml(text);
      } catch (error) {
        expect(error).toMatchObject({ name: 'YamlError' });
      }
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
