import { expect, it } from 'vitest';
import { toByte } from './frame.ts';
import { backgroundOf } from './background.ts';

it('a colour comes out of the rasterizer as the bytes that were asked for', () => {
  for (let level = 0; level < 256; level++) {
    const hex = level.toString(16).padStart(2, '0');
    const colour = backgroundOf(`#${hex}${hex.toUpperCase()}00`);
    expect(Array.isArray(colour) && colour.map((value) => toByte(Math.fround(value)))).toEqual([
      ...[level, level, 0],
    ]);
  }
});

it('reads names, and refuses other texts', () => {
  expect([backgroundOf('white'), backgroundOf('black')]).toEqual(['white', 'black']);
  expect(backgroundOf('grey')).toEqual(backgroundOf('#808080'));
  for (const text of ['', 'transparent', '#fff', '#1234567', 'red', ' white'])
    expect(backgroundOf(text)).toBeNull();
});
