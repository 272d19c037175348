import path from 'node:path';
import type { RgbaImage } from '../../src/core/image/image.ts';
import { isOnWhite, withMask, withoutWhite } from '../../src/core/image/cut-out.ts';
import { hasAlphaMask } from '../../src/pipeline/matting/mask.ts';
import { UsageError } from '../command.ts';
import { readPixels } from '../read-pixels.ts';
import type { PreprocessRequest } from './request.ts';

/**
 * Reads a picture, with the mask as its alpha: that of a mask file, else its own alpha, else what is not white.
 * @param mask path of the mask file, white on the mouse, or null
 * @throws UsageError if it has none of them, AppError as `decodeNamed` does
 */
export async function readPicture(
  file: string,
  mask: string | null,
  request: PreprocessRequest,
): Promise<RgbaImage> {
  const image = await readPixels(file, request.context);
  if (mask !== null) {
    const masked = withMask(image, await readPixels(mask, request.context));
    if (masked) return masked;
    throw new UsageError(`The mask ${mask} has other proportions than its picture.`);
  }
  if (hasAlphaMask(image)) return image;
  if (isOnWhite(image, request.threshold)) return withoutWhite(image, request.threshold);
  throw new UsageError(
    `${path.basename(file)} shows no mask: it has no alpha, no mask file, and no white background. Cut the mouse out first, or put masks into masks/.`,
  );
}
