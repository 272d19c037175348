import { expect, test } from 'vitest';
import type { RgbaImage } from '../../core/image/image.ts';
import { plainBackgroundMask, type PlainMask } from './plain-background.ts';

/** A disc of one colour on a background of another. Noise of ±`noise` (of 255) is added everywhere. */
function disc(inner: number[], outer: number[], noise = 0): RgbaImage {
  const size = 64;
  const data = new Uint8ClampedArray(4 * size * size).fill(255);
  for (let i = 0; i < size * size; i++) {
    const inside = Math.hypot((i % size) - 32, Math.floor(i / size) - 32) < 16;
    for (let c = 0; c < 3; c++)
      data[4 * i + c] = (inside ? inner[c] : outer[c]) + noise * Math.sin(7.3 * i + c);
  }
  return { width: size, height: size, data };
}

const area = (mask: PlainMask | null) => mask?.alpha.reduce((sum, a) => sum + a, 0) ?? 0;

test.each([
  ['black on white', [20, 20, 20], [255, 255, 255], 0],
  ['white on black, as JPEG leaves it', [240, 240, 235], [2, 2, 2], 2],
  ['grey on green', [120, 110, 100], [0, 200, 0], 0],
])('%s is cut out by colour', (_, inner, outer, noise) => {
  const mask = plainBackgroundMask(disc(inner, outer, noise));
  expect(area(mask)).toBeGreaterThan(0.97 * Math.PI * 256);
  expect(area(mask)).toBeLessThan(1.03 * Math.PI * 256);
});

test('a white belly on white is kept', () => {
  const image = disc([30, 30, 30], [255, 255, 255]);
  for (let y = 28; y < 36; y++) image.data.fill(255, 4 * (64 * y + 28), 4 * (64 * y + 36));
  expect(plainBackgroundMask(image)?.alpha[64 * 32 + 32]).toBe(1);
});

test('is null for a noisy background, a gradient, and a mouse that covers much of the border', () => {
  expect(plainBackgroundMask(disc([20, 20, 20], [200, 200, 200], 12))).toBeNull();
  const gradient = disc([20, 20, 20], [200, 200, 200]);
  for (let i = 0; i < 64 * 64; i++) gradient.data[4 * i] -= i % 64;
  expect(plainBackgroundMask(gradient)).toBeNull();
  const full = disc([20, 20, 20], [255, 255, 255]);
  for (let i = 0; i < 64; i++) full.data.fill(60 + 2 * i, 4 * 64 * i, 4 * 64 * i + 40);
  expect(plainBackgroundMask(full)).toBeNull();
});
