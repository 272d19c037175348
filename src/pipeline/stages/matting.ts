import { AppError } from '../../core/errors.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { withAlpha } from '../../core/image/pixels.ts';
import { photoStages } from '../../packs/manifest.ts';
import type { StageContext } from '../context.ts';
import {
  confidenceOf,
  describeMask,
  isCutOut,
  overlap,
  type NetworkMask,
} from '../matting/mask.ts';
import type { Cutout, Photo } from '../types.ts';
import { plainBackgroundMask } from '../matting/plain-background.ts';
import { networkMask } from '../matting/network-mask.ts';
import { removerOf } from '../../families/index.ts';
import { runnerOf } from '../networks.ts';

/** A mouse smaller than this share of the picture is none. */
const LEAST_COVERAGE = 0.0005;

/** A network that is as confident as `sure`, and overlaps less than `alike` with what is cut out by colour, is right. */
const BETTER = { sure: 0.8, alike: 0.8 };

/**
 * The mouse cut out of its photo: by the picture's own alpha where that is useful, by colour where somebody put it on a
 * plain background, else by the network.
 */
export async function matting({ image }: Photo, context: StageContext): Promise<Cutout> {
  const { width, height } = image;
  const own = isCutOut(image) ? alphaOf(image) : null;
  const { source, alpha, confidence } = own
    ? { source: 'alpha' as const, alpha: own, confidence: confidenceOf(own) }
    : await foundMask(image, context);
  const facts = describeMask(alpha, width, height);
  if (facts.coverage < LEAST_COVERAGE) {
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

/** A picture's alpha, 0…1. */
const alphaOf = ({ data }: RgbaImage): Float32Array =>
  Float32Array.from({ length: data.length / 4 }, (_, i) => data[4 * i + 3] / 255);

/** The mask by colour or by the network. On a plain background there may also be a shadow or a cable, of other colours. */
async function foundMask(
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
    // Imported removers are large, slow, and made for photos.
    if (byColour) return byColour;
    const alpha = await network.photoMask(image);
    return { source: 'network', alpha, confidence: confidenceOf(alpha) };
  }
  const found = await networkMask(image, network, context, !byColour);
  const better =
    !byColour || (found.confidence >= BETTER.sure && overlap(plain, found.alpha) < BETTER.alike);
  return better ? { source: 'network', ...found } : byColour;
}
