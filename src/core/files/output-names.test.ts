import { expect, it } from 'vitest';
import { outputNames } from './output-names.ts';

it.each([
  ['no two are equal', ['a.png', 'b.v2.png', 'x/a.jpg'], ['a', 'b.v2', 'x/a']],
  ['two stems are equal', ['a.png', 'A.jpg', 'b.png'], ['a.png', 'A.jpg', 'b']],
  ['a stem equals a whole name', ['a.png', 'a.jpg', 'a.png.tif'], ['a.png', 'a.jpg', 'a.png (2)']],
  ['a file is there three times', ['a.png', 'a.png', 'a.png'], ['a.png', 'a.png (2)', 'a.png (3)']],
  ['names have no extension, or nothing else', ['a', '.png', 'x/.b'], ['a', '.png', 'x/.b']],
])('output folders if %s', (_, paths, names) => {
  expect(outputNames(paths)).toEqual(names);
});
