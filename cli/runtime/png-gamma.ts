import { pngChunks } from '../../src/pipeline/photo/chunks.ts';
import { viewOf } from '../../src/pipeline/photo/size.ts';

/** Chunks that state the colour space in another way. Then gAMA does not count (PNG, third edition, 12.2). */
const STRONGER = ['iCCP', 'sRGB', 'cICP'];

/** Unit of the chunk gAMA. */
const GAMMA_UNIT = 1e5;

/**
 * A file gamma that differs from 1/2.2 by less than this fraction counts as sRGB, if the file states no primaries.
 * libpng and Chromium have the same limit.
 */
const SRGB_TOLERANCE = 0.05;

/** sRGB's transfer function (IEC 61966-2-1) of linear light, 0…1. */
const srgbOf = (light: number): number =>
  light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;

/**
 * The 256 levels to which a PNG's gamma (chunk gAMA) maps its levels, in sRGB. Null if the file states no gamma, or
 * states its colour space in another way. libvips ignores this chunk, browsers do not. The primaries of the chunk cHRM
 * are not applied.
 */
export function gammaLevels(png: Uint8Array): Uint8ClampedArray | null {
  let gamma = 0;
  let hasPrimaries = false;
  for (const { type, content } of pngChunks(png)) {
    if (STRONGER.includes(type)) return null;
    if (type === 'gAMA' && content.length >= 4) gamma = viewOf(content).getUint32(0) / GAMMA_UNIT;
    if (type === 'cHRM') hasPrimaries = true;
    if (type === 'IDAT') break;
  }
  if (gamma === 0 || (!hasPrimaries && Math.abs(2.2 * gamma - 1) < SRGB_TOLERANCE)) return null;
  return Uint8ClampedArray.from(
    { length: 256 },
    (_, level) => 255 * srgbOf((level / 255) ** (1 / gamma)),
  );
}
