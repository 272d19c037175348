import { isShowable } from '../../worker/photo/showable.ts';

/** Width and height of a small picture, pixels: twice its size on the page. */
const SIZE = 96;

/** A square of a picture as a small PNG: the first from the left and the top, or the one in the middle. */
async function smallPicture(file: Blob, place: 'first' | 'middle'): Promise<Blob | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return null;
  const canvas = new OffscreenCanvas(SIZE, SIZE);
  const side = Math.min(picture.width, picture.height);
  const middle = place === 'middle' ? 0.5 : 0;
  const left = middle * (picture.width - side);
  const top = middle * (picture.height - side);
  // Drawn in main memory: the page would wait for a graphics process that is busy with other work.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(picture, left, top, side, side, 0, 0, SIZE, SIZE);
  picture.close();
  return canvas.convertToBlob({ type: 'image/png' }).catch(() => null);
}

/**
 * A small picture of a splat, as a PNG. Null if the browser cannot make it: then the list has no picture.
 * @param strip views side by side, each a square. The first is used
 */
export const thumbnailOf = (strip: Blob): Promise<Blob | null> => smallPicture(strip, 'first');

/** A small picture of a person's file: the square in its middle, as a PNG. Null if the page may not or cannot show it. */
export const previewOf = async (file: Blob): Promise<Blob | null> =>
  (await isShowable(file)) ? smallPicture(file, 'middle') : null;
