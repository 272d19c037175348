import type { RgbaImage } from '../../core/image/image.ts';
import type { SquareNetwork } from '../../families/remover.ts';
import { cropRgba, extentOf, scaledBox, squareAbout, zoomOf, type Box } from './crop-box.ts';
import { breathe, type StageContext } from '../context.ts';
import { confidenceOf } from './mask.ts';
import { keepMouse } from './keep-mouse.ts';
import { CLOSE_UP, reducedFor, runPasses, type PassMask } from './passes.ts';
import { windowsOf } from './windows.ts';

/** Sides of the windows that are searched one after the other, shares of the photo's longer side. */
const SHARES = [1 / 2, 1 / 3];

/** A thing that fills less of a window is rather a clip or a screw. */
const FILLS = 0.05;

/** A window with this score has the mouse. */
const SURE = 0.8;

/** One with less has none. */
const MAYBE = 0.6;

/**
 * What is doubtful of it is this share, at most, of what is doubtful of what the whole photo showed; less where that was
 * elsewhere.
 */
const SURER = { same: 2 / 3, other: 1 / 2 };

/** Windows of fewer pixels across show nothing closer. */
const LEAST = 128;

/** The part of a photo that is looked at in its stead is so much wider than the mouse. */
const MARGIN = 1.7;

/** How often the part is moved so that the whole mouse is in it. */
const MOVES = 3;

/** A part of a photo, and the one mouse that is seen in it. */
interface Part {
  box: Box;
  seen: PassMask;
}

/**
 * The part of a photo in which a mouse is surer than in the whole of it, where a cage full of things may hide one. Null where there
 * is none, and where it is about as large as the photo.
 * @param whole the one mouse that the whole photo showed
 * @param look the one mouse of a part, which is shown so many times larger than in the whole photo
 */
export async function searchMouse(
  photo: RgbaImage,
  whole: PassMask,
  look: (part: RgbaImage, zoom: number) => Promise<PassMask>,
  { network, context }: Searching,
): Promise<Part | null> {
  const image = reducedFor(photo, network.size);
  const found = await surestIn(image, whole, { network, context });
  let box = found && squareAbout(found, image, MARGIN);
  for (let move = 0; box && move < MOVES; move++) {
    await breathe(context);
    const part = scaledBox(box, image, photo);
    const seen = await look(cropRgba(photo, part), zoomOf(part, photo));
    if (confidenceOf(seen.alpha) <= confidenceOf(whole.alpha)) return null;
    const mouse = extentIn(seen, box);
    if (!mouse || !isCut(mouse, box, image)) return mouse && { box: part, seen };
    box = squareAbout(mouse, image, MARGIN);
  }
  return null;
}

interface Searching {
  network: SquareNetwork;
  context: StageContext;
}

/** Where in a picture is the mouse of the window that has it most surely; null where there is none. */
async function surestIn(
  image: RgbaImage,
  whole: PassMask,
  { network, context }: Searching,
): Promise<Box | null> {
  const doubt = 1 - confidenceOf(whole.alpha);
  const boxes = SHARES.flatMap((share) => windowsOf(image, share, LEAST));
  const all = { left: 0, top: 0, width: image.width, height: image.height };
  const known = extentIn(whole, all);
  let best: { score: number; mouse: Box } | null = null;
  for (const [i, box] of boxes.entries()) {
    await breathe(context);
    context.progress(i / boxes.length);
    const seen = await runPasses(network, cropRgba(image, box), CLOSE_UP);
    const { width, height } = seen.small;
    keepMouse(seen.alpha, width, height, { network: true, zoom: zoomOf(box, image) });
    const score = scoreOf(seen);
    const mouse = extentIn(seen, box);
    if (!mouse || score <= (best?.score ?? MAYBE)) continue;
    const surer = known && meet(mouse, known) ? SURER.same : SURER.other;
    if (1 - confidenceOf(seen.alpha) > surer * doubt) continue;
    best = { score, mouse };
    if (score > SURE) break;
  }
  return best && best.mouse;
}

/** How sure it is that a window has the mouse, 0…1: the mask's confidence, less where there is little of it. */
function scoreOf({ alpha }: PassMask): number {
  const share = alpha.reduce((sum, value) => sum + value, 0) / alpha.length;
  return confidenceOf(alpha) * Math.sqrt(Math.min(1, share / FILLS));
}

/** The mouse seen in a part of a picture, in the picture. */
function extentIn({ alpha, small }: PassMask, part: Box): Box | null {
  const extent = extentOf(alpha, small.width, small.height);
  if (!extent) return null;
  const there = scaledBox(extent, small, part);
  return { ...there, left: part.left + there.left, top: part.top + there.top };
}

/** Whether two rectangles have a pixel in common. */
const meet = (a: Box, b: Box): boolean =>
  Math.max(a.left, b.left) < Math.min(a.left + a.width, b.left + b.width) &&
  Math.max(a.top, b.top) < Math.min(a.top + a.height, b.top + b.height);

/** Whether a mouse goes on beyond the part in which it is seen. */
function isCut(mouse: Box, part: Box, { width, height }: RgbaImage): boolean {
  const right = part.left + part.width;
  const bottom = part.top + part.height;
  return (
    (part.left > 0 && mouse.left <= part.left) ||
    (part.top > 0 && mouse.top <= part.top) ||
    (right < width && mouse.left + mouse.width >= right) ||
    (bottom < height && mouse.top + mouse.height >= bottom)
  );
}
