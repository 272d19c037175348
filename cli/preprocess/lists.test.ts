import { expect, it } from 'vitest';
import { renamedList } from './lists.ts';

it.each([
  ['mice/sample_1\nmice/sample_2\n', '/a/mice', '/b/even', 'even/sample_1\neven/sample_2\n'],
  ['/a/mice/sample_1\r\n', '/a/mice/', '/b/even', '/b/even/sample_1\r\n'],
  ['data/mice/sample_1', 'data/mice', 'data/even', 'data/even/sample_1'],
  ['/home/mice/data/mice/s', '/x/mice', '/x/even', '/home/mice/data/even/s'],
  ['mice_old/s\nsample_1\n\n', '/a/mice', '/a/even', 'mice_old/s\nsample_1\n\n'],
  ['/a/mice', '/a/mice', '/b/even', '/b/even'],
])('%j from %s to %s', (text, from, to, renamed) => {
  expect(renamedList(text, from, to)).toBe(renamed);
});
