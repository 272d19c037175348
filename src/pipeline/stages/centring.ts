import type { Nudge } from '../../core/corrections/corrections.ts';
import { nudged } from '../../core/corrections/nudge.ts';
import { centrePlacement, placeSubject, type CentredSubject } from '../../core/image/centre.ts';
import type { Centring } from '../../core/image/centrings.ts';
import { coveragePlacement, placeLanczos } from '../../core/image/coverage.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { asSubject, isPrepared } from '../../core/image/prepared.ts';
import type { Placement } from '../../core/image/resize.ts';
import { photoStages } from '../../packs/manifest.ts';
import { pauseForMessages, type StageContext } from '../context.ts';
import type { Cutout, Subject } from '../types.ts';

/** The cut-out, and what is done with it. */
export interface CentringInput {
  cutout: Cutout;
  /** Default: `pixel_based`. */
  method?: Centring;
  /** The photo's pixels. Only `pixel_based` does without them. */
  photo?: RgbaImage;
  /** Whether a person changed the cut-out. Then a prepared photo is not used as it is. Default: false. */
  isChanged?: boolean;
  /** How the subject is moved and scaled after that. */
  nudge?: Nudge;
}

/** Where a cut-out lies in the square, and how its picture on white is made if not in the usual way. */
interface Plan {
  placement: Placement;
  onWhite?: (placement: Placement) => RgbaImage;
}

/** The cut-out where it lies in the photo. The picture is the photo itself, unless a person changed the cut-out. */
function unmoved({ cutout: { origin }, isChanged }: CentringInput, photo: RgbaImage, size: number) {
  const scale = size / photo.width;
  const placement = { scale, offsetX: scale * origin.left, offsetY: scale * origin.top };
  return { placement, ...(!isChanged && { onWhite: () => asSubject(photo, size) }) };
}

function byCoverage({ image }: Cutout, size: number): Plan {
  const onWhite = (placement: Placement) => placeLanczos(image, placement, size);
  return { placement: coveragePlacement(image, size), onWhite };
}

function planOf(input: CentringInput, options: { ratio: number; size: number }): Plan {
  const { cutout, method, photo } = input;
  const { size } = options;
  if (method === 'none' && photo) return unmoved(input, photo, size);
  if (method !== 'coverage') return { placement: centrePlacement(cutout.image, options) };
  const stays = photo?.width === size && isPrepared(photo);
  return stays ? unmoved(input, photo, size) : byCoverage(cutout, size);
}

function made(input: CentringInput, options: { ratio: number; size: number }): CentredSubject {
  const { size } = options;
  const { image, source } = input.cutout;
  const how = { size, mayBeTrimmed: source === 'alpha' };
  const { placement, onWhite } = planOf(input, options);
  if (input.nudge) return placeSubject(image, nudged(placement, input.nudge, size), how);
  return placeSubject(image, placement, how, onWhite && (() => onWhite(placement)));
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
