import { AppError } from '../errors.ts';
import type { RgbaImage } from './image.ts';
import { warpOpenCv } from './opencv-warp.ts';
import { compositeOnWhite } from './pixels.ts';
import { fitted, type Placement } from './resize.ts';

/** Fraction of the subject that the mouse covers. The lab's `target_coverage`. */
const COVERAGE = 0.06;

/** The least and the largest enlargement of the mouse, relative to the picture's side. The lab's limits. */
const LIMITS = [0.3, 3] as const;

/** Alpha, 0…255. A pixel with an alpha above this is mouse. The lab's threshold. */
const MOUSE_ALPHA = 127;

/** A picture that shrinks to less than this is first reduced by averaging: Lanczos skips pixels then. */
const MIN_SCALE = 0.5;

/**
 * The placement that the lab gives photos from elsewhere. The mean position of the pixels with an alpha above 127 is
 * moved to the middle. The scale is √(0.06 / fraction of the picture that they cover), at least 0.3 and at most 3.
 *
 * The lab's scale is one of pixels, so it is right only for pictures of `size`². Here it is relative to the picture's
 * side: pictures of any size give the same framing.
 * @param size side of the subject, pixels
 * @throws AppError `mask-empty` if no pixel has an alpha above 127
 */
export function coveragePlacement({ width, height, data }: RgbaImage, size: number): Placement {
  let [count, sumX, sumY] = [0, 0, 0];
  for (let y = 0, at = 3; y < height; y++)
    for (let x = 0; x < width; x++, at += 4) {
      if (data[at] <= MOUSE_ALPHA) continue;
      count += 1;
      sumX += x;
      sumY += y;
    }
  if (count === 0)
    throw new AppError('mask-empty', {
      message: `No pixel has an alpha above ${MOUSE_ALPHA}`,
      stage: 'centring',
    });
  const wanted = Math.sqrt((COVERAGE * width * height) / count);
  const [least, most] = LIMITS;
  const scale = (Math.min(Math.max(wanted, least), most) * size) / Math.sqrt(width * height);
  return {
    scale,
    offsetX: size / 2 - scale * (sumX / count) + edgeShift(scale),
    offsetY: size / 2 - scale * (sumY / count) + edgeShift(scale),
  };
}

/**
 * What the offset of a placement has more than that of indices. The lab's formula is one of indices: the centre of the
 * first pixel is at 0. In a placement its left edge is.
 */
const edgeShift = (scale: number): number => (1 - scale) / 2;

/**
 * A cut-out on white, placed with OpenCV's Lanczos. The bytes equal those of `cv2.warpAffine` with INTER_LANCZOS4,
 * unless the picture shrinks to less than half.
 * @param size side of the result, pixels
 */
export function placeLanczos(
  image: RgbaImage,
  { scale, offsetX, offsetY }: Placement,
  size: number,
): RgbaImage {
  const longer = Math.max(image.width, image.height);
  const reduced =
    scale < MIN_SCALE ? fitted(image, Math.round((longer * scale) / MIN_SCALE)) : image;
  const rest = (scale * longer) / Math.max(reduced.width, reduced.height);
  const shift = edgeShift(rest);
  const map = { scale: rest, offset: [offsetX - shift, offsetY - shift] } as const;
  return warpOpenCv(compositeOnWhite(reduced), map, size, [255, 255, 255, 255], 'lanczos4');
}
