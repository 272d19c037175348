import { isOnWhite, withoutWhite } from '../../core/image/cut-out.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import type { StageContext } from '../context.ts';
import type { Notice } from '../events.ts';
import { hasAlphaMask } from '../matting/mask.ts';
import { matting } from '../stages/matting.ts';
import type { Cutout } from '../types.ts';
import { aboutFile } from './about-file.ts';
import type { PosedFrame } from './frames.ts';

/**
 * The frame with its mask as alpha, if the picture shows it: from its own alpha, or from its white background. Other
 * frames are returned as they are.
 */
export function withOwnMask(frame: PosedFrame): PosedFrame {
  if (frame.masked) return frame;
  if (hasAlphaMask(frame.image)) return { ...frame, masked: true };
  return isOnWhite(frame.image)
    ? { ...frame, image: withoutWhite(frame.image), onWhite: frame.image, masked: true }
    : frame;
}

/** The cut-out in a transparent picture of the frame's size. */
function inWhole({ width, height }: RgbaImage, { image, origin }: Cutout): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < image.height; y++) {
    const from = 4 * y * image.width;
    const to = 4 * ((y + origin.top) * width + origin.left);
    data.set(image.data.subarray(from, from + 4 * image.width), to);
  }
  return { width, height, data };
}

/**
 * The frame with its mask as alpha: its own, or that of the pack's background remover. A pack without a remover leaves a
 * frame that shows no mask as it is.
 * @throws AppError as `matting` does
 */
export async function withMask(
  frame: PosedFrame,
  context: StageContext,
  notices: Set<Notice>,
): Promise<PosedFrame> {
  const own = withOwnMask(frame);
  if (own.masked || !context.pack.manifest.stages.matting) return own;
  const { image, fileName } = frame;
  const cutout = await matting({ image, fileName }, context).catch(aboutFile(fileName));
  cutout.notices.forEach((notice) => notices.add(notice));
  return { ...frame, image: inWhole(image, cutout), masked: true };
}
