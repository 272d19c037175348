import { decode } from 'fast-png';
import type { Size } from '../size.ts';
import { toLevels, usedWhite, type Levels, type Samples } from './levels.ts';

/** The most pixels of a 16-bit PNG that is looked at. With more, the decoding takes too long. */
const MAX_PIXELS = 32e6;

/** Whether a 16-bit PNG of this size is looked at. */
export const isLookedAt = (size: Size | null): boolean =>
  size !== null && size.width * size.height <= MAX_PIXELS;

/**
 * A 16-bit PNG whose range is mostly unused, stretched (`toLevels`). Null for all other PNGs, which the host's own
 * decoder reads better: it knows colour profiles.
 * @throws Error if the PNG is damaged
 */
export function decodeDeepPng(bytes: Uint8Array): Levels | null {
  const { width, height, channels, depth, data, transparency } = decode(bytes);
  if (depth !== 16 || transparency) return null;
  if (channels !== 1 && channels !== 2 && channels !== 3 && channels !== 4) return null;
  const samples: Samples = { width, height, channels, data, white: 65535 };
  return usedWhite(samples) === samples.white ? null : toLevels(samples);
}
