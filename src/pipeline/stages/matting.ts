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
import { onnxMask } from '../../families/onnx-remover/mask.ts';
import type { Cutout, Photo } from '../types.ts';
import { plainBackgroundMask } from '../matting/plain-background.ts';
import { unetMask } from '../matting/network-mask.ts';

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

/** By colour or by the network: on a plain background there may also be a shadow, a cable, and no more. */
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
  // A remover of one's own takes its time, and is for photos.
  if (byColour && photoStages(context.pack.manifest).matting.kind === 'onnx') return byColour;
  const network = await networkMask(image, context, !byColour);
  const other =
    !byColour ||
    (network.confidence >= BETTER.sure && overlap(plain, network.alpha) < BETTER.alike);
  return other ? { source: 'network', ...network } : byColour;
}

async function networkMask(
  image: RgbaImage,
  context: StageContext,
  search: boolean,
): Promise<NetworkMask> {
  const { matting } = photoStages(context.pack.manifest);
  if (matting.kind === 'unet') return unetMask(image, matting, context, search);
  const alpha = await onnxMask(image, matting, context);
  return { alpha, confidence: confidenceOf(alpha) };
}
