import { centreSubject, placeSubject, type CentredSubject } from '../../core/image/centre.ts';
import type { Centring } from '../../core/image/centrings.ts';
import { coveragePlacement, placeLanczos } from '../../core/image/coverage.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { asSubject, isPrepared } from '../../core/image/prepared.ts';
import { photoStages } from '../../packs/manifest.ts';
import { pauseForMessages, type StageContext } from '../context.ts';
import type { Cutout, Subject } from '../types.ts';

/** The cut-out, and what is done with it. */
export type CentringInput = { cutout: Cutout } & (
  | { method?: 'pixel_based' }
  | {
      method: Exclude<Centring, 'pixel_based'>;
      /** The photo's pixels. */
      photo: RgbaImage;
    }
);

/** A prepared photo as it is. The cut-out is put where it lies in the photo. */
function unmoved(
  { image, origin, source }: Cutout,
  photo: RgbaImage,
  size: number,
): CentredSubject {
  const scale = size / photo.width;
  const placement = { scale, offsetX: scale * origin.left, offsetY: scale * origin.top };
  const how = { size, mayBeTrimmed: source === 'alpha' };
  return placeSubject(image, placement, how, () => asSubject(photo, size));
}

function byCoverage({ image, source }: Cutout, size: number): CentredSubject {
  const placement = coveragePlacement(image, size);
  const how = { size, mayBeTrimmed: source === 'alpha' };
  return placeSubject(image, placement, how, () => placeLanczos(image, placement, size));
}

function made(input: CentringInput, options: { ratio: number; size: number }): CentredSubject {
  const { cutout } = input;
  const { size } = options;
  if (input.method === 'none') return unmoved(cutout, input.photo, size);
  if (input.method !== 'coverage')
    return centreSubject(cutout.image, { ...options, mayBeTrimmed: cutout.source === 'alpha' });
  const { photo } = input;
  const stays = photo.width === size && isPrepared(photo);
  return stays ? unmoved(cutout, photo, size) : byCoverage(cutout, size);
}

/**
 * Makes the subject, a white square with the mouse, by one of `CENTRINGS`. The side of the square is
 * `stages.centring.size` of pack.json. The later networks expect this size. `coverage` leaves a prepared photo of this
 * size as it is, as the lab does.
 */
export async function centring(input: CentringInput, context: StageContext): Promise<Subject> {
  const { cutout } = input;
  const { ratio, size } = photoStages(context.pack.manifest).centring;
  const subject = made(input, { ratio, size });
  await pauseForMessages(context);
  const { scale, offsetX, offsetY } = subject.placement;
  const placement = {
    scale,
    offsetX: offsetX - scale * cutout.origin.left,
    offsetY: offsetY - scale * cutout.origin.top,
  };
  return { ...subject, placement };
}
