import { isOnWhite } from '../../core/image/cut-out.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { withoutWhiteBackground } from './white-holes.ts';
import type { StageContext } from '../context.ts';
import type { Notice } from '../events.ts';
import { cropRgba, type Box } from '../matting/crop-box.ts';
import { about } from '../stages/photo.ts';
import { matting } from '../stages/matting.ts';
import type { Cutout } from '../types.ts';
import type { PosedFrame } from './frames.ts';

/**
 * A picture is on white if the white is at least this fraction of it. A picture in a thin white frame is not. Guard:
 * read.test.ts.
 */
const MIN_WHITE = 0.4;

/** The fraction of a picture's pixels that are transparent. */
function clearFraction({ data }: RgbaImage): number {
  let clear = 0;
  for (let i = 3; i < data.length; i += 4) clear += Number(data[i] === 0);
  return (4 * clear) / data.length;
}

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
  const cut = isOnWhite(image) ? withoutWhiteBackground(image) : null;
  if (cut && clearFraction(cut) >= MIN_WHITE)
    return { ...frame, image: cut, onWhite: image, masked: true };
  if (!context.pack.manifest.stages.matting) return frame;
  const part = window ? cropRgba(image, window) : image;
  const cutout = await matting({ image: part, fileName }, context).catch((cause: unknown) => {
    throw about(fileName, cause);
  });
  cutout.notices.forEach((notice) => notices.add(notice));
  const { left = 0, top = 0 } = window ?? {};
  const origin = { left: left + cutout.origin.left, top: top + cutout.origin.top };
  const made = inWhole(image, { image: cutout.image, origin });
  return { ...frame, image: made, masked: true, guessed: true };
}
