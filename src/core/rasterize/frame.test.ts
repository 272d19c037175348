import { expect, it } from 'vitest';
import { frameToRgba } from './frame.ts';
import type { RenderedFrame } from './types.ts';

const frame = (background: RenderedFrame['background'], ...rgba: number[]): RenderedFrame => ({
  width: rgba.length / 4,
  height: 1,
  background,
  rgba: new Float32Array(rgba),
  depth: new Float32Array(rgba.length / 4),
});

it('clips to 0…255 and truncates', () => {
  const { data } = frameToRgba(frame('white', 1, 0.999, -0.2, 0, 7, 0.5, 1 / 255, 0.3));
  expect([...data]).toEqual([255, 254, 0, 255, 255, 127, 1, 255]);
});

it('divides by the coverage over a transparent background', () => {
  const { data } = frameToRgba(frame('transparent', 0.25, 0.5, 0, 0.5, 0, 0, 0, 0));
  expect([...data]).toEqual([127, 255, 0, 127, 0, 0, 0, 0]);
});
