/** Width and height of a small picture, pixels: twice its size on the page. */
const SIZE = 96;

/**
 * A small picture of a splat, as a PNG. Null if the browser cannot make it: then the list has no picture.
 * @param strip views side by side, each a square. The first is used
 */
export async function thumbnailOf(strip: Blob): Promise<Blob | null> {
  const picture = await createImageBitmap(strip).catch(() => null);
  if (!picture) return null;
  const canvas = new OffscreenCanvas(SIZE, SIZE);
  const side = picture.height;
  canvas.getContext('2d')?.drawImage(picture, 0, 0, side, side, 0, 0, SIZE, SIZE);
  picture.close();
  return canvas.convertToBlob({ type: 'image/png' }).catch(() => null);
}
