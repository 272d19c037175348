import path from 'node:path';
import type { RgbaImage } from '../../src/core/image/image.ts';
import { isOnWhite, withMask, withoutWhite } from '../../src/core/image/cut-out.ts';
import { hasAlphaMask } from '../../src/pipeline/matting/mask.ts';
import type { ImageCodec } from '../../src/pipeline/photo/picture-codec.ts';
import { decodeNamed } from '../../src/pipeline/stages/photo.ts';
import { UsageError } from '../command.ts';
import { Doubts } from '../doubts.ts';
import { openPicture } from '../pictures.ts';
import { sharpCodec } from '../runtime/codec.ts';
import type { PreprocessRequest } from './request.ts';

/** Pixels. Pictures are never reduced, because their cameras would no longer fit. */
const MAX_SIDE = 65_535;

const wholeCodec: ImageCodec = {
  ...sharpCodec,
  decode: (file, request, signal) =>
    sharpCodec.decode(file, { ...request, maxSide: MAX_SIDE }, signal),
};

/** The pixels of a picture file. What there is to say about them is said. @throws AppError as `decodeNamed` does */
async function decoded(file: string, { context }: PreprocessRequest): Promise<RgbaImage> {
  const { signal } = new AbortController();
  const runtime = { codec: wholeCodec };
  const { image, notices } = await decodeNamed(await openPicture(file), { runtime, signal });
  new Doubts(context).add(path.basename(file), notices);
  return image;
}

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
  const image = await decoded(file, request);
  if (mask !== null) {
    const masked = withMask(image, await decoded(mask, request));
    if (masked) return masked;
    throw new UsageError(`The mask ${mask} has other proportions than its picture.`);
  }
  if (hasAlphaMask(image)) return image;
  if (isOnWhite(image, request.threshold)) return withoutWhite(image, request.threshold);
  throw new UsageError(
    `${path.basename(file)} shows no mask: it has no alpha, no mask file, and no white background. Cut the mouse out first, or put masks into masks/.`,
  );
}
