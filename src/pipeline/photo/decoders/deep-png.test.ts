import { encode } from 'fast-png';
import { expect, it } from 'vitest';
import { decodeDeepPng } from './deep-png.ts';

/** A 16-bit PNG of 64 × 64 pixels whose colours reach `top`. Alpha is 65535. */
function png(channels: number, top: number) {
  const data = Uint16Array.from({ length: 64 * 64 * channels }, (_, i) => {
    const isAlpha = channels % 2 === 0 && i % channels === channels - 1;
    return isAlpha ? 65535 : ((i % 1000) / 999) * top;
  });
  return encode({ width: 64, height: 64, channels, depth: 16, data });
}

it.each([1, 2, 3, 4])('12-bit samples in %i channels are stretched', (channels) => {
  const levels = decodeDeepPng(png(channels, 4095));
  expect(levels?.stretched).toBe(true);
  expect(Math.max(...(levels?.image.data.filter((_, i) => i % 4 < 3) ?? []))).toBe(255);
  expect(levels?.image.data.every((value, i) => i % 4 < 3 || value === 255)).toBe(true);
});

it.each([1, 2, 3, 4])('a full range in %i channels is left to the host', (channels) =>
  expect(decodeDeepPng(png(channels, 65535))).toBeNull(),
);

it('an 8-bit PNG is left to the host', () => {
  const data = new Uint8Array(16).fill(3);
  expect(decodeDeepPng(encode({ width: 4, height: 4, channels: 1, depth: 8, data }))).toBeNull();
});

it('a damaged PNG is an error', () =>
  expect(() => decodeDeepPng(png(1, 4095).subarray(0, 200))).toThrow());
