import { expect, test } from 'vitest';
import { openedCorrections, storedCorrections } from './stored.ts';

test('corrections are the same after JSON, with a mask of more bytes than one call takes', () => {
  const alpha = Uint8Array.from({ length: 300 * 200 }, (_, i) => (i * i) % 251);
  const corrections = {
    mask: { width: 300, height: 200, alpha, id: 'a' },
    nudge: { scale: 1.1, x: 0, y: -0.1 },
  };
  const text = JSON.stringify(storedCorrections(corrections));
  expect(openedCorrections(JSON.parse(text))).toEqual(corrections);
});

test('a mask of another size than it says is refused', () => {
  const alpha = new Uint8Array(4);
  const stored = storedCorrections({ mask: { width: 3, height: 3, alpha, id: 'a' } });
  expect(() => openedCorrections(stored)).toThrow('damaged');
});
