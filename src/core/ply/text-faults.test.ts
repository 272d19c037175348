import { expect, test } from 'vitest';
import {
  asReturns,
  joined,
  latin1,
  makePly,
  refusalOf,
  rowsOf,
  withReturns,
  type PlyRecipe,
} from '../../test/ply/files.ts';
import { randomCloud } from '../../test/random-clouds.ts';
import { CORE_NAMES } from './columns.ts';

// The mistakes of text files are named with their lines.

const COUNT = 100;
const rows = rowsOf(randomCloud(3, { count: COUNT }));
const file = (recipe?: PlyRecipe) => makePly(rows, { format: 'ascii', ...recipe });
const text = file();
const binary = makePly(rows);
const headerBytes = binary.length - 4 * CORE_NAMES.length * COUNT;

/** A text file whose row `row`, counted from 1, is changed. */
function edited(row: number, change: (line: string) => string): Uint8Array {
  const lines = new TextDecoder().decode(text).split('\n');
  const at = lines.indexOf('end_header') + row;
  lines[at] = change(lines[at]);
  return latin1(lines.join('\n'));
}
/** The line of row 1, counted from 1. */
const FIRST = 3 + CORE_NAMES.length + 2;

interface Case {
  bytes: Uint8Array;
  code: string;
  detail: RegExp;
  /** Values of the sentence, without the file's name. */
  values?: Record<string, string | number>;
}

const cases: Record<string, Case> = {
  'a text cut off within a row': {
    bytes: text.subarray(0, -30),
    code: 'ply-cut',
    detail: /100 rows of vertex need more than the 139\d numbers that follow/,
  },
  'a text with a count that is too large': {
    bytes: file({ count: 101 }),
    code: 'ply-count',
    detail: /exactly 100 rows follow/,
    values: { count: 101 },
  },
  'a text with a count that is far too large': {
    bytes: file({ count: 1_000_000 }),
    code: 'ply-count',
    detail: /exactly 100 rows follow/,
    values: { count: 1_000_000 },
  },
  'a text with a count that is too small': {
    bytes: file({ count: 99 }),
    code: 'ply-count',
    detail: /exactly 100 rows follow/,
    values: { count: 99 },
  },
  'a word in a text': {
    bytes: edited(8, (line) => line.replace(/\S+$/, 'x')),
    code: 'ply-text',
    detail: /^“x” is not a number$/,
    values: { line: FIRST + 7 },
  },
  'a comma in a number': {
    bytes: edited(3, (line) => line.replace('.', ',')),
    code: 'ply-text',
    detail: /,\d+” is not a number/,
    values: { line: FIRST + 2 },
  },
  'a number too few in a line': {
    bytes: edited(5, (line) => line.replace(/ \S+$/, '')),
    code: 'ply-text',
    detail: /13 numbers instead of 14/,
    values: { line: FIRST + 4 },
  },
  'a number too many in a line': {
    bytes: edited(6, (line) => `${line} 1`),
    code: 'ply-text',
    detail: /15 numbers instead of 14/,
    values: { line: FIRST + 5 },
  },
  'a word in a text with CR': {
    bytes: asReturns(edited(8, (line) => line.replace(/\S+$/, 'x'))),
    code: 'ply-text',
    detail: /“x” is not a number/,
    values: { line: FIRST + 7 },
  },
  'a word in a text with CR LF': {
    bytes: withReturns(edited(8, (line) => line.replace(/\S+$/, 'x'))),
    code: 'ply-text',
    detail: /“x” is not a number/,
    values: { line: FIRST + 7 },
  },
  'numbers behind faces': {
    bytes: file({
      behind: {
        lines: ['element face 1', 'property list uchar int vertex_indices'],
        bytes: '3 0 1 2\n7\n',
      },
    }),
    code: 'ply-text',
    detail: /from here on are too many/,
    values: { line: FIRST + 2 + COUNT + 1 },
  },
  'binary data declared as text': {
    bytes: joined(
      text.subarray(0, headerBytes - 'binary_little_endian'.length + 5),
      binary.subarray(headerBytes),
    ),
    code: 'ply-text',
    detail: /is not a number/,
    values: { line: FIRST },
  },
};

test.each(Object.entries(cases))('%s', (_, { bytes, code, detail, values }) => {
  const error = refusalOf(bytes);
  expect({ code: error?.code, values: error?.values }).toEqual({
    code,
    values: { file: 'mine.ply', ...values },
  });
  expect(error?.message).toMatch(detail);
});
