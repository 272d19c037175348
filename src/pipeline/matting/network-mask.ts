import type { RgbaImage } from '../../core/image/image.ts';
import { resizePlanar } from '../../core/image/resize.ts';
import type { SquareNetwork } from '../../families/remover.ts';
import { closeUpBox, cropPlane, cropRgba, pastePlane, scaledBox, zoomOf } from './crop-box.ts';
import { breathe, type StageContext } from '../context.ts';
import { confidenceOf, maskIou, type NetworkMask } from './mask.ts';
import { keepMouse } from './keep-mouse.ts';
import { refineMask } from './refine-mask.ts';
import { runPasses, type PassMask } from './passes.ts';
import { searchMouse } from './search.ts';
import { CLOSE_UP_PASSES, CLOSE_UP_WEIGHT, SEARCH, WHOLE_PASSES } from './thresholds.ts';

/**
 * Alpha by the pack's own U-Net (docs/matting.md). The mean of several passes is nearer to the truth than one
 * pass, and a close-up shows more of the tail. One mouse of the mask is kept, and its edges are refined by the
 * photo. If the network is not confident of that mouse, crops of the photo are searched for a mouse of more
 * confidence; its crop then replaces the photo.
 * @param search false: crops of the photo are never searched
 */
export async function networkMask(
  image: RgbaImage,
  network: SquareNetwork,
  context: StageContext,
  search = true,
): Promise<NetworkMask> {
  const maskPicture = async (picture: RgbaImage, zoom: number) =>
    keepOneMouse(await runPasses(network, picture, WHOLE_PASSES), zoom);
  const whole = await maskPicture(image, 1);
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
   * The refined mask of a picture, from the mask of its whole and a close-up of its mouse. Without the close-up
   * if that would show about the whole picture, or if it leaves no mouse.
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
    });
    if (!box) return withoutCloseUp();

    await breathe(context);
    const pictureBox = scaledBox(box, wholeMask.small, picture);
    const closeUpCrop = cropRgba(picture, pictureBox);
    const closeUp = await runPasses(network, closeUpCrop, CLOSE_UP_PASSES);
    const wholeCrop = {
      width: box.width,
      height: box.height,
      channels: 1,
      data: cropPlane(wholeMask.alpha, width, box),
    };
    const enlarged = resizePlanar(wholeCrop, closeUp.small.width, closeUp.small.height).data;
    const mouse = keepOneMouse(blended(enlarged, closeUp), zoom * zoomOf(box, wholeMask.small));
    if (mouse.alpha.every((value) => value === 0)) return withoutCloseUp();
    const alpha = new Float32Array(picture.width * picture.height);
    pastePlane(alpha, picture.width, refineMask(mouse.alpha, mouse.small, closeUpCrop), pictureBox);
    return { alpha, confidence: confidenceOf(mouse.alpha) };
  }
}

/**
 * Mean of the whole picture's mask and the close-up's. The weight of the close-up grows with the IoU of both
 * (`CLOSE_UP_WEIGHT`).
 * @param whole the whole picture's mask, cropped and resized to the close-up
 */
function blended(whole: Float32Array, { alpha, small }: PassMask): PassMask {
  const { zeroIou, maxIou, max: maxWeight } = CLOSE_UP_WEIGHT;
  const agreement = (maskIou(whole, alpha) - zeroIou) / (maxIou - zeroIou);
  const weight = maxWeight * Math.min(1, Math.max(0, agreement));
  return { alpha: alpha.map((value, i) => whole[i] + weight * (value - whole[i])), small };
}

/** `keepMouse` on a mask of passes. Changes and returns the mask. */
function keepOneMouse(mask: PassMask, zoom: number): PassMask {
  keepMouse(mask.alpha, mask.small.width, mask.small.height, { network: true, zoom });
  return mask;
}
