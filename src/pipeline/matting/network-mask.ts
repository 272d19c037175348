import type { RgbaImage } from '../../core/image/image.ts';
import { resizePlanar } from '../../core/image/resize.ts';
import type { SquareNetwork } from '../../families/remover.ts';
import { closeUpBox, cropPlane, cropRgba, pastePlane, scaledBox, zoomOf } from './crop-box.ts';
import { pauseForMessages, type StageContext } from '../context.ts';
import { confidenceOf, maskIou, type NetworkMask } from './mask.ts';
import { keepMouse } from './keep-mouse.ts';
import { refineMask } from './refine-mask.ts';
import { runPasses, type PassMask } from './passes.ts';
import { searchMouse } from './search.ts';
import { TWO_PASSES, CLOSE_UP_WEIGHT, SEARCH, WHOLE_PASSES } from './thresholds.ts';

/**
 * The mask of a photo, made by the pack's U-Net (docs/matting.md).
 * - The mean of several passes is nearer to the truth than one pass.
 * - One mouse of the mask is kept.
 * - If that mask has a low confidence, crops of the photo are searched for a mouse whose mask has a higher
 *   confidence. The crop of that mouse then replaces the photo.
 * - A close-up of the mouse is blended in, because it shows more of the tail.
 * - The edges of the mask are moved to the edges of the photo.
 *
 * @param search false: crops of the photo are never searched
 */
export async function networkMask(
  image: RgbaImage,
  network: SquareNetwork,
  context: StageContext,
  search = true,
): Promise<NetworkMask> {
  const maskPicture = async (picture: RgbaImage, zoom: number) => {
    const mask = await runPasses(network, picture, WHOLE_PASSES);
    return { ...mask, ...keepOneMouse(mask, zoom) };
  };
  const whole = await maskPicture(image, 1);
  const { others } = whole;
  const unconfident = confidenceOf(whole.alpha) < SEARCH.maxConfidence;
  const crop =
    search && unconfident
      ? await searchMouse(image, whole, maskPicture, { network, context })
      : null;
  if (!crop) return withCloseUp(image, whole, 1);

  const zoom = zoomOf(crop.box, image);
  const mask = await withCloseUp(cropRgba(image, crop.box), crop.mask, zoom);
  const alpha = new Float32Array(image.width * image.height);
  pastePlane(alpha, image.width, mask.alpha, crop.box);
  return { ...mask, alpha };

  /**
   * The refined mask of a picture, made from the whole picture's mask and a close-up of the mouse. The close-up
   * is not used if it would show about the whole picture, or if no mouse remains in the blended mask.
   */
  async function withCloseUp(
    picture: RgbaImage,
    wholeMask: PassMask,
    zoom: number,
  ): Promise<NetworkMask> {
    const { width, height } = wholeMask.small;
    const box = closeUpBox(wholeMask.alpha, width, height);
    const withoutCloseUp = () => ({
      alpha: refineMask(wholeMask.alpha, wholeMask.small, picture),
      confidence: confidenceOf(wholeMask.alpha),
      others,
    });
    if (!box) return withoutCloseUp();

    await pauseForMessages(context);
    const pictureBox = scaledBox(box, wholeMask.small, picture);
    const closeUpCrop = cropRgba(picture, pictureBox);
    const closeUp = await runPasses(network, closeUpCrop, TWO_PASSES);
    const wholeCrop = {
      width: box.width,
      height: box.height,
      channels: 1,
      data: cropPlane(wholeMask.alpha, width, box),
    };
    const enlarged = resizePlanar(wholeCrop, closeUp.small.width, closeUp.small.height).data;
    const mouse = blended(enlarged, closeUp);
    keepOneMouse(mouse, zoom * zoomOf(box, wholeMask.small));
    if (mouse.alpha.every((value) => value === 0)) return withoutCloseUp();
    const alpha = new Float32Array(picture.width * picture.height);
    pastePlane(alpha, picture.width, refineMask(mouse.alpha, mouse.small, closeUpCrop), pictureBox);
    return { alpha, confidence: confidenceOf(mouse.alpha), others };
  }
}

/**
 * Weighted mean of the whole picture's mask and the close-up's mask. The weight of the close-up grows with the
 * IoU of the two masks (`CLOSE_UP_WEIGHT`).
 * @param whole the whole picture's mask, cropped and resized to the close-up
 */
function blended(whole: Float32Array, { alpha, small }: PassMask): PassMask {
  const { zeroIou, fullIou, max: maxWeight } = CLOSE_UP_WEIGHT;
  const agreement = (maskIou(whole, alpha) - zeroIou) / (fullIou - zeroIou);
  const weight = maxWeight * Math.min(1, Math.max(0, agreement));
  return { alpha: alpha.map((value, i) => whole[i] + weight * (value - whole[i])), small };
}

/** Applies `keepMouse` to a mask of the network. Changes the mask. */
const keepOneMouse = ({ alpha, small }: PassMask, zoom: number) =>
  keepMouse(alpha, small.width, small.height, { network: true, zoom });
