import { test } from 'vitest';
import { asReturns, joined, latin1, withReturns, type PlyRecipe } from '../../test/ply/files.ts';
import { COUNT, expectRefusal, file, headerBytes, type Refused } from '../../test/ply/example.ts';
import { CORE_NAMES } from './columns.ts';

// The mistakes of text files are named with their lines.

const textFile = (recipe?: PlyRecipe) => file({ format: 'ascii', ...recipe });
const text = textFile();

/** A text file whose row `row`, counted from 1, is changed. */
function edited(row: number, change: (line: string) => string): Uint8Array {
  const lines = new TextDecoder().decode(text).split('\n');
  const at = lines.indexOf('end_header') + row;
  lines[at] = change(lines[at]);
  return latin1(lines.join('\n'));
}
/** The line of row 1, counted from 1. */
const FIRST = 3 + CORE_NAMES.length + 2;

const cases: Refused[] = [
  [
    'a text cut off within a row',
    text.subarray(0, -30),
    'ply-cut',
    /100 rows of vertex need more than the 139\d numbers that follow/,
  ],
  [
    'a text with a count that is too large',
    textFile({ count: 101 }),
    'ply-count',
    /exactly 100 rows follow/,
    { count: 101 },
  ],
  [
    'a text with a count that is far too large',
    textFile({ count: 1_000_000 }),
    'ply-count',
    /exactly 100 rows follow/,
    { count: 1_000_000 },
  ],
  [
    'a text with a count that is too small',
    textFile({ count: 99 }),
    'ply-count',
    /exactly 100 rows follow/,
    { count: 99 },
  ],
  [
    'a word in a text',
    edited(8, (line) => line.replace(/\S+$/, 'x')),
    'ply-text',
    /^“x” is not a number$/,
    { line: FIRST + 7 },
  ],
  [
    'a comma in a number',
    edited(3, (line) => line.replace('.', ',')),
    'ply-text',
    /,\d+” is not a number/,
    { line: FIRST + 2 },
  ],
  [
    'a number too few in a line',
    edited(5, (line) => line.replace(/ \S+$/, '')),
    'ply-text',
    /13 numbers instead of 14/,
    { line: FIRST + 4 },
  ],
  [
    'a number too many in a line',
    edited(6, (line) => `${line} 1`),
    'ply-text',
    /15 numbers instead of 14/,
    { line: FIRST + 5 },
  ],
  [
    'a word in a text with CR',
    asReturns(edited(8, (line) => line.replace(/\S+$/, 'x'))),
    'ply-text',
    /“x” is not a number/,
    { line: FIRST + 7 },
  ],
  [
    'a word in a text with CR LF',
    withReturns(edited(8, (line) => line.replace(/\S+$/, 'x'))),
    'ply-text',
    /“x” is not a number/,
    { line: FIRST + 7 },
  ],
  [
    'numbers behind faces',
    textFile({
      behind: {
        lines: ['element face 1', 'property list uchar int vertex_indices'],
        bytes: '3 0 1 2\n7\n',
      },
    }),
    'ply-text',
    /from here on are too many/,
    { line: FIRST + 2 + COUNT + 1 },
  ],
  [
    'binary data declared as text',
    joined(
      text.subarray(0, headerBytes - 'binary_little_endian'.length + 5),
      file().subarray(headerBytes),
    ),
    'ply-text',
    /is not a number/,
    { line: FIRST },
  ],
];

test.each(cases)('%s', expectRefusal);
