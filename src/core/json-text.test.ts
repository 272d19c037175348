import { describe, expect, it } from 'vitest';
import { JsonError, parseJsonText } from './json-text.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, mark: number[], swap: boolean) =>
  Uint8Array.from([
    ...mark,
    ...[...text].flatMap((c) => {
      const code = c.charCodeAt(0);
      return swap ? [code >> 8, code & 255] : [code & 255, code >> 8];
    }),
  ]);

describe('parseJsonText', () => {
  it.each([
    ['plain', bytes('{"a": [1, 2]}')],
    ['with a byte order mark', bytes('\ufeff{"a": [1, 2]}')],
    ['with CRLF', bytes('{\r\n"a": [1,\r\n2]}\r\n')],
    ['with comments', bytes('// one\n{"a": /* two */ [1, 2]}')],
    ['with commas at the end', bytes('{"a": [1, 2,],}')],
    ['in UTF-16, little-endian', utf16('{"a":[1,2]}', [0xff, 0xfe], false)],
    ['in UTF-16, big-endian', utf16('{"a":[1,2]}', [0xfe, 0xff], true)],
  ])('reads JSON %s', (_, file) => {
    expect(parseJsonText(file)).toEqual({ a: [1, 2] });
  });

  it.each([
    ['{"a": NaN}', 'line 1, column 7: NaN is not JSON.'],
    ['{"a": [1,\n  -inf]}', 'line 2, column 3: -inf is not JSON.'],
    ['{"a": True}', 'line 1, column 7: True is not JSON.'],
    ['{"a": [1, 2', 'line 1, column 12: a closing ] is missing. The file ends there.'],
    ['{"a" 1}', 'line 1, column 6: a colon is expected.'],
    ['{"a": 1 "b": 2}', 'line 1, column 9: a comma is expected.'],
    ["{'a': 1}", 'line 1, column 2: '],
    ['{"a": 1}\r\nx', 'line 2, column 1: '],
    ['', 'line 1, column 1: a value is expected. The file ends there.'],
    ['{"a": "x', 'line 1, column 7: a text is not closed.'],
  ])('says where %j is wrong', (text, sentence) => {
    expect(() => parseJsonText(bytes(text))).toThrow(sentence);
    expect(() => parseJsonText(bytes(text))).toThrow(JsonError);
  });

  it('refuses lists that are nested a million deep', () => {
    expect(() => parseJsonText(bytes('['.repeat(1e6)))).toThrow(JsonError);
  });

  it('refuses bytes that are no text', () => {
    expect(() => parseJsonText(Uint8Array.from([0x80, 4, 0x95, 0xff]))).toThrow(/not text/);
  });
});
