import { AppError } from '../../core/errors.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { alphaOf, withAlpha } from '../../core/image/pixels.ts';
import { photoStages } from '../../packs/manifest.ts';
import type { StageContext } from '../context.ts';
import {
  confidenceOf,
  describeMask,
  hasAlphaMask,
  maskIou,
  type NetworkMask,
} from '../matting/mask.ts';
import type { Cutout, Photo } from '../types.ts';
import { plainBackgroundMask } from '../matting/plain-background.ts';
import { networkMask } from '../matting/network-mask.ts';
import { MATTING_STAGE } from '../matting/thresholds.ts';
import { removerOf } from '../../families/index.ts';
import { runnerOf } from '../networks.ts';

/**
 * Cuts the mouse out of a photo. The mask is the photo's alpha channel if that is usable. Otherwise it is made
 * by colour on a plain background, and by the network on any other (docs/matting.md).
 * @throws AppError `mask-empty` if the mask covers less than `MATTING_STAGE.minCoverage` of the picture
 */
export async function matting({ image }: Photo, context: StageContext): Promise<Cutout> {
  const { width, height } = image;
  const alphaChannel = hasAlphaMask(image) ? alphaOf(image) : null;
  const { source, alpha, confidence } = alphaChannel
    ? { source: 'alpha' as const, alpha: alphaChannel, confidence: confidenceOf(alphaChannel) }
    : await makeMask(image, context);
  const facts = describeMask(alpha, width, height);
  if (facts.coverage < MATTING_STAGE.minCoverage) {
    throw new AppError('mask-empty', {
      stage: 'matting',
      message: `The mask covers ${(100 * facts.coverage).toFixed(3)} % of the picture.`,
    });
  }
  return {
    image: alphaChannel ? image : withAlpha(image, alpha),
    source,
    confidence,
    touchesBorder: facts.touchesBorder,
  };
}

/**
 * Makes the mask, by colour on a plain background, otherwise by the network. On a plain background the
 * network's mask replaces the mask by colour if it is very different and has a high confidence. The mask by
 * colour may be wrong, because a shadow or a cable also differs from the background.
 */
async function makeMask(
  image: RgbaImage,
  context: StageContext,
): Promise<NetworkMask & { source: 'plain' | 'network' }> {
  const plain = plainBackgroundMask(image);
  const byColour = plain && {
    source: 'plain' as const,
    alpha: plain,
    confidence: confidenceOf(plain),
  };
  const { matting } = photoStages(context.pack.manifest);
  const network = removerOf(matting).open(matting, runnerOf(context));
  if ('photoMask' in network) {
    // Imported background removers are large and slow. A plain background does not need them.
    if (byColour) return byColour;
    const alpha = await network.photoMask(image);
    return { source: 'network', alpha, confidence: confidenceOf(alpha) };
  }
  const byNetwork = await networkMask(image, network, context, !byColour);
  const useNetwork =
    !byColour ||
    (byNetwork.confidence >= MATTING_STAGE.overrideConfidence &&
      maskIou(plain, byNetwork.alpha) < MATTING_STAGE.overrideIou);
  return useNetwork ? { source: 'network', ...byNetwork } : byColour;
}
