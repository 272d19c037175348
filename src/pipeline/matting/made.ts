import { AppError } from '../../core/errors.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { withAlpha } from '../../core/image/pixels.ts';
import type { Notice } from '../events.ts';
import type { Cutout } from '../types.ts';
import type { Box } from './crop-box.ts';
import { cutoutNotices } from './doubts.ts';
import { describeMask } from './mask.ts';
import { MATTING_STAGE } from './thresholds.ts';

/** A mask of a photo, or of the part of it that a frame surrounds. */
export interface Made {
  source: Cutout['source'];
  /** The masked part of the photo. */
  box: Box;
  image: RgbaImage;
  /** 0…1, row-major, of the size of `image`. */
  alpha: Float32Array;
  confidence: number;
  notices: Notice[];
}

/**
 * The cut-out with a mask.
 * @throws AppError `mask-empty` if the mask covers less than `MATTING_STAGE.minCoverage` of the picture
 */
export function cutoutOf({ source, box, image, alpha, confidence, notices }: Made): Cutout {
  const facts = describeMask(alpha, image.width, image.height);
  if (facts.coverage < MATTING_STAGE.minCoverage) {
    throw new AppError('mask-empty', {
      stage: 'matting',
      message: `The mask covers ${(100 * facts.coverage).toFixed(3)} % of the picture.`,
    });
  }
  return {
    image: source === 'alpha' ? image : withAlpha(image, alpha),
    origin: { left: box.left, top: box.top },
    source,
    confidence,
    notices: [...notices, ...cutoutNotices(image, alpha, { ...facts, source, confidence })],
  };
}
