import { isOnWhite } from '../../core/image/cut-out.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { withoutWhiteBackground } from '../../core/image/white-holes.ts';
import type { StageContext } from '../context.ts';
import type { Notice } from '../events.ts';
import { cropRgba, type Box } from '../matting/crop-box.ts';
import { about } from '../stages/photo.ts';
import { matting } from '../stages/matting.ts';
import type { Cutout } from '../types.ts';
import type { PosedFrame } from './frames.ts';

/** The cut-out in a transparent picture of the frame's size. */
function inWhole(
  { width, height }: RgbaImage,
  { image, origin }: Pick<Cutout, 'image' | 'origin'>,
): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < image.height; y++) {
    const from = 4 * y * image.width;
    const to = 4 * ((y + origin.top) * width + origin.left);
    data.set(image.data.subarray(from, from + 4 * image.width), to);
  }
  return { width, height, data };
}

/**
 * The frame with its mask as alpha: the one that it has, or that of its white background, or that of the pack's background
 * remover. A pack without a remover leaves a frame that shows no mask as it is.
 * @param window where the mouse is, pixels of the frame. The remover sees only this part. Undefined: all
 * @throws AppError as `matting` does, with the name of the file
 */
export async function withMask(
  frame: PosedFrame,
  context: StageContext,
  notices: Set<Notice>,
  window?: Box,
): Promise<PosedFrame> {
  const { image, fileName } = frame;
  if (frame.masked) return frame;
  if (isOnWhite(image))
    return { ...frame, image: withoutWhiteBackground(image), onWhite: image, masked: true };
  if (!context.pack.manifest.stages.matting) return frame;
  const part = window ? cropRgba(image, window) : image;
  const cutout = await matting({ image: part, fileName }, context).catch((cause: unknown) => {
    throw about(fileName, cause);
  });
  cutout.notices.forEach((notice) => notices.add(notice));
  const { left = 0, top = 0 } = window ?? {};
  const origin = { left: left + cutout.origin.left, top: top + cutout.origin.top };
  const cut = inWhole(image, { image: cutout.image, origin });
  return { ...frame, image: cut, masked: true, guessed: true };
}
