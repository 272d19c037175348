import { AppError } from '../../core/errors.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { alphaOf, withAlpha } from '../../core/image/pixels.ts';
import { removerOf } from '../../families/index.ts';
import { photoStages } from '../../packs/manifest.ts';
import type { StageContext } from '../context.ts';
import type { Notice } from '../events.ts';
import { cropRgba, type Box } from '../matting/crop-box.ts';
import { cutoutNotices } from '../matting/doubts.ts';
import { confidenceOf, describeMask, hasAlphaMask, maskIou } from '../matting/mask.ts';
import { networkMask } from '../matting/network-mask.ts';
import { hidesSomething, isCutout, visibleFraction, withoutAlpha } from '../matting/own-alpha.ts';
import { photoWithin } from '../matting/photo-within.ts';
import { windowShape } from '../matting/shape.ts';
import { OWN_ALPHA } from '../matting/photo-thresholds.ts';
import { MATTING_STAGE } from '../matting/thresholds.ts';
import { runnerOf } from '../networks.ts';
import type { Cutout, Photo } from '../types.ts';

/** A mask of a photo, or of the part of it that a frame surrounds. */
interface Made {
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
 * Cuts the mouse out of a photo. A frame around the photo is left out. The mask is the photo's alpha channel if that is
 * a cut-out. Otherwise it is made by colour on a plain background, and by the network on any other (docs/matting.md).
 * @throws AppError `mask-empty` if the mask covers less than `MATTING_STAGE.minCoverage` of the picture
 */
export async function matting({ image: photo }: Photo, context: StageContext): Promise<Cutout> {
  const made = hasAlphaMask(photo)
    ? await useOwnAlpha(photo, context)
    : await makeMask(photo, context);
  const { source, box, image, alpha, confidence } = made;
  const facts = describeMask(alpha, image.width, image.height);
  if (facts.coverage < MATTING_STAGE.minCoverage) {
    throw new AppError('mask-empty', {
      stage: 'matting',
      message: `The mask covers ${(100 * facts.coverage).toFixed(3)} % of the picture.`,
    });
  }
  const cutout = source === 'alpha' ? image : withAlpha(image, alpha);
  return {
    image: cutout,
    origin: { left: box.left, top: box.top },
    source,
    confidence,
    notices: [...made.notices, ...cutoutNotices(image, alpha, { ...facts, source, confidence })],
  };
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
