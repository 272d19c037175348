import { AppError } from '../../core/errors.ts';
import type { Size } from './size.ts';

/**
 * Pictures of more pixels are refused. A picture must be decoded before it can be reduced. The decoded picture
 * has 4 bytes per pixel, and for a moment it is in memory twice. So 128 megapixels take 1 GB, which is the most
 * that is safe. The largest phone camera has 108 megapixels.
 */
export const MAX_PIXELS = 128e6;

/** A picture that is not decoded after this time is refused. */
export const DECODE_LIMIT_MS = 20_000;

/** The most bytes that are searched for a picture's size. A file that states its size later is refused. */
export const MAX_HEADER_BYTES = 64 * 2 ** 20;

export const isTooLarge = ({ width, height }: Size): boolean => width * height > MAX_PIXELS;

/** The error `photo-too-large`. */
export const tooLarge = ({ width, height }: Size): AppError =>
  new AppError('photo-too-large', {
    stage: 'photo',
    message: `more than ${MAX_PIXELS / 1e6} megapixels`,
    values: { width, height, megapixels: MAX_PIXELS / 1e6 },
  });

/** The error `photo-slow`. */
export const tooSlow = (): AppError =>
  new AppError('photo-slow', {
    stage: 'photo',
    message: `The decoder was ended after ${DECODE_LIMIT_MS} ms.`,
    values: { seconds: DECODE_LIMIT_MS / 1000 },
  });
