import type { RgbaImage } from '../../core/image/image.ts';
import type { SquareNetwork } from '../../families/remover.ts';
import { cropRgba, extentOf, scaledBox, squareAround, zoomOf, type Box } from './crop-box.ts';
import { pauseForMessages, type StageContext } from '../context.ts';
import { confidenceOf } from './mask.ts';
import { keepMouse } from './keep-mouse.ts';
import { reducedFor, runPasses, type PassMask } from './passes.ts';
import { TWO_PASSES, SEARCH } from './thresholds.ts';
import { windowsOf } from './windows.ts';

/** A crop of a photo. */
interface MouseCrop {
  /** In pixels of the photo. */
  box: Box;
  /** Mask of the one mouse in the crop. */
  mask: PassMask;
}

/**
 * Searches a photo for a mouse whose mask has a higher confidence than the whole photo's mask. A small mouse in
 * a full cage is often missed in the whole photo. First windows of the photo are searched. Then the mask of a
 * square crop around the best window's mouse is made. The crop is moved until it does not cut the mouse.
 * @param wholeMask mask of the one mouse in the whole photo
 * @param maskCrop makes the mask of the one mouse in a crop; `zoom` as in `zoomOf`
 * @returns null if no mask has a higher confidence than the whole photo's, or if the crop would be about as
 *   large as the photo. Also null if `SEARCH.maxCrops` crops all cut the mouse
 */
export async function searchMouse(
  photo: RgbaImage,
  wholeMask: PassMask,
  maskCrop: (crop: RgbaImage, zoom: number) => Promise<PassMask>,
  { network, context }: SearchContext,
): Promise<MouseCrop | null> {
  const image = reducedFor(photo, network.size);
  const found = await bestWindowMouse(image, wholeMask, { network, context });
  let box = found && squareAround(found, image, SEARCH.cropMargin);
  for (let crops = 0; box && crops < SEARCH.maxCrops; crops++) {
    await pauseForMessages(context);
    const photoBox = scaledBox(box, image, photo);
    const mask = await maskCrop(cropRgba(photo, photoBox), zoomOf(photoBox, photo));
    if (confidenceOf(mask.alpha) <= confidenceOf(wholeMask.alpha)) return null;
    const mouse = extentIn(mask, box);
    if (!mouse || !isCut(mouse, box, image)) return mouse && { box: photoBox, mask };
    box = squareAround(mouse, image, SEARCH.cropMargin);
  }
  return null;
}

interface SearchContext {
  network: SquareNetwork;
  context: StageContext;
}

/**
 * Bounding box of the mouse in the window with the best score, in pixels of `image`. A score above
 * `SEARCH.endScore` ends the search early. Null if no window shows a mouse.
 */
async function bestWindowMouse(
  image: RgbaImage,
  wholeMask: PassMask,
  { network, context }: SearchContext,
): Promise<Box | null> {
  const wholeUncertainty = 1 - confidenceOf(wholeMask.alpha);
  const windows = SEARCH.windowFractions.flatMap((fraction) =>
    windowsOf(image, fraction, SEARCH.minWindowPixels),
  );
  const all = { left: 0, top: 0, width: image.width, height: image.height };
  const wholeMouse = extentIn(wholeMask, all);
  let best: { score: number; mouse: Box } | null = null;
  for (const [i, box] of windows.entries()) {
    await pauseForMessages(context);
    context.progress(i / windows.length);
    const mask = await runPasses(network, cropRgba(image, box), TWO_PASSES);
    const { width, height } = mask.small;
    keepMouse(mask.alpha, width, height, { network: true, zoom: zoomOf(box, image) });
    const score = scoreOf(mask);
    const mouse = extentIn(mask, box);
    if (!mouse || score <= (best?.score ?? SEARCH.minScore)) continue;
    const { sameMouse, elsewhere } = SEARCH.maxUncertaintyRatio;
    const maxRatio = wholeMouse && intersect(mouse, wholeMouse) ? sameMouse : elsewhere;
    if (1 - confidenceOf(mask.alpha) > maxRatio * wholeUncertainty) continue;
    best = { score, mouse };
    if (score > SEARCH.endScore) break;
  }
  return best && best.mouse;
}

/** Score of a window, 0…1: confidence of its mask × √(mean alpha / `SEARCH.fullScoreCoverage`, at most 1). */
function scoreOf({ alpha }: PassMask): number {
  const coverage = alpha.reduce((sum, value) => sum + value, 0) / alpha.length;
  return confidenceOf(alpha) * Math.sqrt(Math.min(1, coverage / SEARCH.fullScoreCoverage));
}

/**
 * Bounding box of the mouse of a crop's mask, in pixels of the picture in which `crop` is given. Null if the
 * mask is empty.
 */
function extentIn({ alpha, small }: PassMask, crop: Box): Box | null {
  const extent = extentOf(alpha, small.width, small.height);
  if (!extent) return null;
  const inCrop = scaledBox(extent, small, crop);
  return { ...inCrop, left: crop.left + inCrop.left, top: crop.top + inCrop.top };
}

/** Whether two rectangles have a pixel in common. */
const intersect = (a: Box, b: Box): boolean =>
  Math.max(a.left, b.left) < Math.min(a.left + a.width, b.left + b.width) &&
  Math.max(a.top, b.top) < Math.min(a.top + a.height, b.top + b.height);

/** Whether a mouse touches a border of the crop that is not a border of the picture. */
function isCut(mouse: Box, crop: Box, { width, height }: RgbaImage): boolean {
  const right = crop.left + crop.width;
  const bottom = crop.top + crop.height;
  return (
    (crop.left > 0 && mouse.left <= crop.left) ||
    (crop.top > 0 && mouse.top <= crop.top) ||
    (right < width && mouse.left + mouse.width >= right) ||
    (bottom < height && mouse.top + mouse.height >= bottom)
  );
}
