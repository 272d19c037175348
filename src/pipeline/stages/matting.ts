import type { RgbaImage } from '../../core/image/image.ts';
import { alphaOf } from '../../core/image/pixels.ts';
import { removerOf } from '../../families/index.ts';
import { photoStages } from '../../packs/manifest.ts';
import type { StageContext } from '../context.ts';
import type { Notice } from '../events.ts';
import { cropRgba } from '../matting/crop-box.ts';
import { cutoutOf, type Made } from '../matting/made.ts';
import { confidenceOf, hasAlphaMask, maskIou } from '../matting/mask.ts';
import { networkMask } from '../matting/network-mask.ts';
import { hidesSomething, isCutout, visibleFraction, withoutAlpha } from '../matting/own-alpha.ts';
import { photoWithin } from '../matting/photo-within.ts';
import { windowShape } from '../matting/shape.ts';
import { OWN_ALPHA } from '../matting/photo-thresholds.ts';
import { MATTING_STAGE } from '../matting/thresholds.ts';
import { runnerOf } from '../networks.ts';
import type { Cutout, Photo } from '../types.ts';

/**
 * Cuts the mouse out of a photo. A frame around the photo is left out. The mask is the photo's alpha channel if that is
 * a cut-out. Otherwise it is made by colour on a plain background, and by the network on any other (docs/matting.md).
 * @throws AppError `mask-empty` if the mask covers less than `MATTING_STAGE.minCoverage` of the picture
 */
export async function matting({ image: photo }: Photo, context: StageContext): Promise<Cutout> {
  return cutoutOf(
    hasAlphaMask(photo) ? await useOwnAlpha(photo, context) : await makeMask(photo, context),
  );
}

const openRemover = (context: StageContext) => {
  const { matting } = photoStages(context.pack.manifest);
  return removerOf(matting).open(matting, runnerOf(context));
};

/**
 * The photo's alpha channel, if the network agrees that it is a cut-out. If it does not, and is sure of its own mask,
 * that mask is used. Imported background removers are slow, and are asked only if the alpha has the shape of a window.
 */
async function useOwnAlpha(photo: RgbaImage, context: StageContext): Promise<Made> {
  const { width, height } = photo;
  const alpha = alphaOf(photo);
  const own = (notices: Notice[]): Made => ({
    source: 'alpha',
    box: { left: 0, top: 0, width, height },
    image: photo,
    alpha,
    confidence: confidenceOf(alpha),
    notices,
  });
  const remover = openRemover(context);
  const agrees =
    'photoMask' in remover ? !windowShape(alpha, width, height) : await isCutout(photo, remover);
  if (agrees) return own([]);
  const made = await makeMask(withoutAlpha(photo), context);
  if (made.notices.includes('mask-unsure') || made.confidence < MATTING_STAGE.overrideConfidence)
    return own(['mask-unsure']);
  if (hidesSomething(photo)) return { ...made, notices: [...made.notices, 'alpha-ignored'] };
  // The mask was found on a background that is not the photo's. What the photo shows is all there is.
  const shown = cropRgba(photo, made.box);
  if (visibleFraction(shown, made.alpha) < OWN_ALPHA.minVisible) return own(['mask-unsure']);
  return {
    ...made,
    image: shown,
    alpha: alphaOf(shown).map((value, i) => Math.min(value, made.alpha[i])),
    notices: [...made.notices, 'alpha-ignored'],
  };
}

/**
 * Makes the mask, by colour on a plain background, otherwise by the network. On a plain background the
 * network's mask replaces the mask by colour if it is very different and has a high confidence. The mask by
 * colour may be wrong, because a shadow or a cable also differs from the background.
 */
async function makeMask(photo: RgbaImage, context: StageContext): Promise<Made> {
  const { box, image, plain, hasFrame } = photoWithin(photo);
  const notices: Notice[] = hasFrame ? ['frame-left-out'] : [];
  const part = { box, image };
  const byColour = plain && {
    source: 'plain' as const,
    ...part,
    alpha: plain.alpha,
    confidence: confidenceOf(plain.alpha),
    notices: [...notices, ...several(plain.others)],
  };
  const remover = openRemover(context);
  if ('photoMask' in remover) {
    // Imported background removers are large and slow. A plain background does not need them.
    if (byColour) return byColour;
    const alpha = await remover.photoMask(image);
    return { source: 'network', ...part, alpha, confidence: confidenceOf(alpha), notices };
  }
  const network = await networkMask(image, remover, context, !byColour);
  const byNetwork = {
    source: 'network' as const,
    ...part,
    alpha: network.alpha,
    confidence: network.confidence,
    notices: [...notices, ...several(network.others)],
  };
  if (!byColour) return byNetwork;
  if (maskIou(byColour.alpha, network.alpha) >= MATTING_STAGE.overrideIou) return byColour;
  return network.confidence >= MATTING_STAGE.overrideConfidence
    ? byNetwork
    : { ...byColour, notices: [...byColour.notices, 'mask-unsure'] };
}

const several = (others: number): Notice[] => (others > 0 ? ['several-animals'] : []);
