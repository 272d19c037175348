import { AppError } from '../../core/errors.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { alphaOf, withAlpha } from '../../core/image/pixels.ts';
import { photoStages } from '../../packs/manifest.ts';
import type { StageContext } from '../context.ts';
import {
  confidenceOf,
  describeMask,
  isCutOut,
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
 * Cuts the mouse out of its photo. The mask is the picture's own alpha if it has a usable one. On a plain
 * background it is found by colour, otherwise by the network (docs/matting.md).
 * @throws AppError `mask-empty` if the mask covers less than `MATTING_STAGE.minCoverage` of the picture
 */
export async function matting({ image }: Photo, context: StageContext): Promise<Cutout> {
  const { width, height } = image;
  const own = isCutOut(image) ? alphaOf(image) : null;
  const { source, alpha, confidence } = own
    ? { source: 'alpha' as const, alpha: own, confidence: confidenceOf(own) }
    : await makeMask(image, context);
  const facts = describeMask(alpha, width, height);
  if (facts.coverage < MATTING_STAGE.minCoverage) {
    throw new AppError('mask-empty', {
      stage: 'matting',
      message: `The mask covers ${(100 * facts.coverage).toFixed(3)} % of the picture.`,
    });
  }
  return {
    image: own ? image : withAlpha(image, alpha),
    source,
    confidence,
    touchesBorder: facts.touchesBorder,
  };
}

/**
 * The mask by colour on a plain background, otherwise by the network. On a plain background a confident network
 * that disagrees overrides the colours: a shadow or a cable also differs from the background.
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
    // Imported background removers are large and slow, and made for photographs: plain backgrounds need none.
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
