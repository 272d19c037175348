import type { Corrections, HandMask } from '../../core/corrections/corrections.ts';
import { exposed } from '../../core/corrections/exposure.ts';
import { AppError } from '../../core/errors.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { alphaOf, withAlpha } from '../../core/image/pixels.ts';
import type { StageContext } from '../context.ts';
import type { RunSettings } from '../events.ts';
import { cropPlane, cropRgba, type Box } from '../matting/crop-box.ts';
import { cutoutOf } from '../matting/made.ts';
import { photoWithin } from '../matting/photo-within.ts';
import type { Cutout, Photo } from '../types.ts';
import { matting } from './matting.ts';
import { preparedCutout } from './prepared.ts';

/**
 * The cut-out of a photo: with the mask of a person, or else by the matting.
 * @throws AppError `mask-size` if the mask of a person is not that of the photo, and as `matting` and `preparedCutout`
 */
export async function cutout(
  photo: Photo,
  { centring, corrections = {} }: Pick<RunSettings, 'centring' | 'corrections'>,
  context: StageContext,
): Promise<Cutout> {
  const { mask, exposure } = corrections;
  const lit = exposure ? { ...photo, image: exposed(photo.image, exposure.stops) } : photo;
  const made = mask
    ? handCutout(lit.image, mask)
    : // Another exposure could make the white of a prepared photo grey.
      await (centring === 'none' ? preparedCutout(photo) : matting(lit, context));
  if (!exposure) return made;
  const colours = exposure.inSplat ? lit.image : photo.image;
  return inColoursOf(mask ? visible(colours) : colours, made);
}

/** Whether the subject is no longer the photo as it is, if the photo is already prepared. */
export const isChanged = ({ mask, exposure }: Corrections = {}): boolean =>
  mask !== undefined || exposure?.inSplat === true;

/** Pixels that were transparent in the photo are white. What they hide is not to be seen. */
function visible({ width, height, data }: RgbaImage): RgbaImage {
  const out = data.slice();
  for (let i = 0; i < out.length; i += 4) if (out[i + 3] === 0) out.fill(255, i, i + 3);
  return { width, height, data: out };
}

/** A frame around the photo is left out, unless the mask reaches into it. */
function boxOf(photo: RgbaImage, alpha: Float32Array): Box {
  const { box } = photoWithin(photo);
  const sum = (plane: Float32Array) => plane.reduce((all, value) => all + value, 0);
  const inside = cropPlane(alpha, photo.width, box);
  const { width, height } = photo;
  return sum(inside) < sum(alpha) ? { left: 0, top: 0, width, height } : box;
}

function handCutout(photo: RgbaImage, mask: HandMask): Cutout {
  if (mask.width !== photo.width || mask.height !== photo.height)
    throw new AppError('mask-size', {
      stage: 'matting',
      message: `The mask has ${mask.width} × ${mask.height} pixels, the photo ${photo.width} × ${photo.height}.`,
    });
  const alpha = Float32Array.from(mask.alpha, (value) => value / 255);
  const box = boxOf(photo, alpha);
  return cutoutOf({
    source: 'hand',
    box,
    image: cropRgba(visible(photo), box),
    alpha: cropPlane(alpha, photo.width, box),
    confidence: 1,
    notices: [],
  });
}

function inColoursOf(photo: RgbaImage, made: Cutout): Cutout {
  const { origin, image } = made;
  const part = cropRgba(photo, { ...origin, width: image.width, height: image.height });
  return { ...made, image: withAlpha(part, alphaOf(image)) };
}
