import type { RgbaImage } from '../../core/image/image.ts';
import type { StageContext } from '../context.ts';
import type { Notice } from '../events.ts';
import { hasAlphaMask } from '../matting/mask.ts';
import { matting } from '../stages/matting.ts';
import type { Cutout } from '../types.ts';
import type { PosedFrame } from './frames.ts';

/**
 * Level. A pixel is background if all its channels are above this. It is the lab's rule (`auto_generate_mask`,
 * `mask_threshold`).
 */
const WHITE = 250;

/** A picture is on white if more than this fraction of its border is. */
const WHITE_BORDER = 0.5;

const isWhite = ({ data }: RgbaImage, at: number): boolean =>
  data[4 * at] > WHITE && data[4 * at + 1] > WHITE && data[4 * at + 2] > WHITE;

/** Whether most of the border of a picture is white. */
export function isOnWhite(image: RgbaImage): boolean {
  const { width, height } = image;
  let [white, all] = [0, 0];
  const look = (at: number) => {
    all += 1;
    white += Number(isWhite(image, at));
  };
  for (let x = 0; x < width; x++) [x, (height - 1) * width + x].forEach(look);
  for (let y = 0; y < height; y++) [y * width, (y + 1) * width - 1].forEach(look);
  return white > WHITE_BORDER * all;
}

/** The picture with the white pixels transparent. */
function withoutWhite(image: RgbaImage): RgbaImage {
  const data = image.data.slice();
  for (let at = 0; at < data.length / 4; at++) if (isWhite(image, at)) data[4 * at + 3] = 0;
  return { ...image, data };
}

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
  const cutout = await matting({ image: frame.image, fileName: frame.fileName }, context);
  cutout.notices.forEach((notice) => notices.add(notice));
  return { ...frame, image: inWhole(frame.image, cutout), masked: true };
}
