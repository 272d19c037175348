import type { RgbaImage } from '../../core/image/image.ts';
import { cropRgba, type Box } from './crop-box.ts';
import { withoutFrame } from './frame.ts';
import { plainBackgroundMask, type PlainMask } from './plain-background.ts';
import { windowShape } from './shape.ts';
import { FRAME } from './photo-thresholds.ts';

/** The photo in a picture: the whole picture, or what a frame or a plain surrounding leaves. */
interface PhotoWithin {
  /** In pixels of the picture. */
  box: Box;
  image: RgbaImage;
  /** The mask by colour, if the photo's background is plain. */
  plain: PlainMask | null;
  hasFrame: boolean;
}

/**
 * Finds the photo in a picture. A frame is left out, and so is a plain surrounding of a rectangular photo, as in a
 * screenshot of a window. In a plain surrounding of a round arena the mask by colour shows the arena, and is not used.
 */
export function photoWithin(picture: RgbaImage): PhotoWithin {
  let box = withoutFrame(picture, {
    left: 0,
    top: 0,
    width: picture.width,
    height: picture.height,
  });
  for (let round = 0; ; round++) {
    const hasFrame = box.width < picture.width || box.height < picture.height;
    const image = hasFrame ? cropRgba(picture, box) : picture;
    const plain = plainBackgroundMask(image);
    const shape = plain && windowShape(plain.alpha, image.width, image.height);
    if (shape?.kind !== 'rectangle' || round === FRAME.maxFrames)
      return { box, image, plain: shape ? null : plain, hasFrame };
    box = withoutFrame(picture, inset(shape.box, box));
  }
}

/** The rectangle of a window in a picture, without its blurred edge and most of its round corners. */
function inset({ left, top, width, height }: Box, within: Box): Box {
  const edge = Math.min(
    Math.ceil(FRAME.windowEdge * Math.max(width, height)),
    Math.floor((Math.min(width, height) - 1) / 2),
  );
  return {
    left: within.left + left + edge,
    top: within.top + top + edge,
    width: width - 2 * edge,
    height: height - 2 * edge,
  };
}
