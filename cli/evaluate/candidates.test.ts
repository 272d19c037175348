import { expect, it } from 'vitest';
import { namesOf } from './candidates.ts';

it.each([
  [['out'], ['out']],
  [['out/gaussians.ply'], ['out']],
  [
    ['a.ply', 'b/c.PLY'],
    ['a', 'c'],
  ],
  [
    ['/x/a/run', '/x/b/run/gaussians.ply'],
    ['a/run', 'b/run'],
  ],
  [
    ['a.ply', 'a.ply'],
    ['1 a', '2 a'],
  ],
])('%j', (sources, names) => {
  expect(namesOf(sources)).toEqual(names);
});
