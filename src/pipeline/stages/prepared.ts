import { withoutWhite } from '../../core/image/cut-out.ts';
import { AppError } from '../../core/errors.ts';
import { alphaOf } from '../../core/image/pixels.ts';
import { isPrepared } from '../../core/image/prepared.ts';
import { cutoutOf } from '../matting/made.ts';
import { confidenceOf, hasAlphaMask } from '../matting/mask.ts';
import { plainBackgroundMask } from '../matting/plain-background.ts';
import type { Cutout, Photo } from '../types.ts';

/**
 * In place of the matting: the cut-out of a photo that is already prepared. Its mask is its alpha channel, or else what
 * differs from its white background. No network runs.
 * @throws AppError `photo-unprepared` if the photo is not square, or the mouse is not cut out on white or transparent;
 *   `mask-empty` as `matting` does
 */
export async function preparedCutout({ image }: Photo): Promise<Cutout> {
  const { width, height } = image;
  const hasAlpha = hasAlphaMask(image);
  const refused = (message: string) =>
    new AppError('photo-unprepared', { stage: 'matting', message });
  if (width !== height) throw refused(`The picture has ${width} × ${height} pixels.`);
  if (!hasAlpha && !isPrepared(image))
    throw refused('The picture has no transparent background, and not three white corners.');
  const alpha = hasAlpha
    ? alphaOf(image)
    : (plainBackgroundMask(image)?.alpha ?? alphaOf(withoutWhite(image)));
  return cutoutOf({
    source: hasAlpha ? 'alpha' : 'plain',
    box: { left: 0, top: 0, width, height },
    image,
    alpha,
    confidence: confidenceOf(alpha),
    notices: [],
  });
}
