import type { RgbaImage } from '../core/image.ts';
import { resizePlanar } from '../core/resize.ts';
import type { MattingConfig } from '../graphs/matting.ts';
import type { PhotoStages } from '../packs/manifest.ts';
import { cropPlane, cropRgba, extentOf, scaledBox, squareAbout, type Box } from './closer-look.ts';
import { breathe, type StageContext } from './context.ts';
import { confidenceOf, overlap } from './mask.ts';
import { keepMouse } from './mouse-part.ts';
import { configOf } from './networks.ts';
import { CLOSER, reducedFor, seenBy, type Seen } from './unet-looks.ts';
import { windowsOf } from './windows.ts';

/** Sides of the windows that are searched one after the other, shares of the photo's longer side. */
const SHARES = [1 / 2, 1 / 3];

/** A thing that fills less of a window is rather a clip or a screw. */
const FILLS = 0.05;

/** A window with this score has the mouse. */
const SURE = 0.8;

/** One with less has none. */
const MAYBE = 0.6;

/** What is doubtful of it is this share, at most, of what is doubtful of what the whole photo showed. */
const SURER = 2 / 3;

/** Windows of fewer pixels across show nothing closer. */
const LEAST = 128;

/** What is found overlaps that much with what the whole photo showed there: nothing new. */
const ALIKE = 0.8;

/** The part of a photo that is looked at in its stead is so much wider than the mouse. */
const MARGIN = 2;

/**
 * The part of a photo in which a mouse is surer than in the whole of it, where a cage full of things may hide one; null where there
 * is none, or where it is the one that is known.
 * @param whole the one mouse that the whole photo showed
 */
export async function searchMouse(
  photo: RgbaImage,
  whole: Seen,
  stage: PhotoStages['matting'] & { kind: 'unet' },
  context: StageContext,
): Promise<Box | null> {
  const image = reducedFor(photo, configOf<MattingConfig>(stage.config).size);
  const doubt = 1 - confidenceOf(whole.alpha);
  let best: { score: number; box: Box; seen: Seen } | null = null;
  for (const box of SHARES.flatMap((share) => windowsOf(image, share, LEAST))) {
    await breathe(context);
    const seen = await seenBy(stage, cropRgba(image, box), CLOSER, context);
    const { width, height } = seen.small;
    const zoom = Math.max(image.width, image.height) / Math.max(box.width, box.height);
    keepMouse(seen.alpha, width, height, { network: true, zoom });
    const score = scoreOf(seen);
    if (score <= (best?.score ?? MAYBE) || 1 - confidenceOf(seen.alpha) > SURER * doubt) continue;
    best = { score, box, seen };
    if (score > SURE) break;
  }
  if (!best) return null;

  const { box, seen } = best;
  const { small } = seen;
  const known = scaledBox(box, image, whole.small);
  const data = cropPlane(whole.alpha, whole.small.width, known);
  const before = resizePlanar({ ...known, channels: 1, data }, small.width, small.height);
  if (overlap(before.data, seen.alpha) > ALIKE) return null;
  const mouse = extentOf(seen.alpha, small.width, small.height);
  if (!mouse) return null;
  const there = scaledBox(mouse, small, box);
  const at = { ...there, left: box.left + there.left, top: box.top + there.top };
  const around = squareAbout(at, image, MARGIN);
  return around && scaledBox(around, image, photo);
}

/** How sure it is that a window has the mouse, 0…1: the mask's confidence, less where there is little of it. */
function scoreOf({ alpha }: Seen): number {
  const share = alpha.reduce((sum, value) => sum + value, 0) / alpha.length;
  return confidenceOf(alpha) * Math.sqrt(Math.min(1, share / FILLS));
}
