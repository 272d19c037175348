import type { RgbaImage } from '../image/image.ts';
import { croppedTo } from '../image/crop.ts';
import { resizeOpenCv, type Part } from '../image/opencv-resize.ts';
import { warpOpenCv, type IndexMap } from '../image/opencv-warp.ts';
import { fromPlanar, toPlanar } from '../image/pixels.ts';
import { resizePlanar } from '../image/resize.ts';

/** How one view is changed. Sizes are in pixels. */
export type Placing =
  /** Its pixels are interpolated at moved positions. The result is a square of `size`. */
  | ({ kind: 'warp'; size: number } & IndexMap)
  /**
   * It is resized to `scaled`, and put with its upper left corner at `at` on a square of `size`.
   * With `mixed`, colours are averaged over areas when they shrink, and alpha is interpolated linearly.
   */
  | {
      kind: 'paste';
      size: number;
      scaled: { width: number; height: number };
      at: readonly [number, number];
      kernel: 'lanczos4' | 'mixed';
    }
  /** It stays as it is. */
  | { kind: 'same' }
  /** It is left out, with its camera. */
  | { kind: 'left-out' };

/** Outside the picture: white, transparent. */
const BEYOND = [255, 255, 255, 0];

/** Colours as `cv2.resize` shrinks them with INTER_AREA, or enlarges them with INTER_LANCZOS4; alpha linearly. */
function resizedMixed(image: RgbaImage, scaled: { width: number; height: number }, part: Part) {
  const alpha = resizeOpenCv(image, scaled, part, 'linear');
  const shrinks = scaled.width <= image.width && scaled.height <= image.height;
  const colours = shrinks
    ? croppedTo(fromPlanar(resizePlanar(toPlanar(image), scaled.width, scaled.height)), part)
    : resizeOpenCv(image, scaled, part, 'lanczos4');
  for (let at = 3; at < colours.data.length; at += 4) colours.data[at] = alpha.data[at];
  return colours;
}

/** The resized picture on a white, transparent square. Only the part that is seen is computed. */
function paste(image: RgbaImage, placing: Placing & { kind: 'paste' }): RgbaImage {
  const { size, scaled, at, kernel } = placing;
  const [x, y] = at.map((start) => Math.max(0, -start));
  const part = {
    ...{ x, y },
    width: Math.max(0, Math.min(scaled.width, size - at[0]) - x),
    height: Math.max(0, Math.min(scaled.height, size - at[1]) - y),
  };
  const data = new Uint8ClampedArray(4 * size * size);
  for (let to = 0; to < data.length; to += 4) data.set(BEYOND, to);
  const seen =
    kernel === 'mixed'
      ? resizedMixed(image, scaled, part)
      : resizeOpenCv(image, scaled, part, 'lanczos4');
  for (let row = 0; row < part.height; row++) {
    const to = 4 * ((at[1] + y + row) * size + at[0] + x);
    data.set(seen.data.subarray(4 * row * part.width, 4 * (row + 1) * part.width), to);
  }
  return { width: size, height: size, data };
}

/**
 * The picture as its placing says. Null if it is left out. Colours and alpha are interpolated apart, as the lab does.
 * An enlarging warp is Lanczos, a shrinking one linear.
 */
export function place(image: RgbaImage, placing: Placing): RgbaImage | null {
  switch (placing.kind) {
    case 'warp': {
      const kernel = placing.scale > 1 ? 'lanczos4' : 'linear';
      return warpOpenCv(image, placing, placing.size, BEYOND, kernel);
    }
    case 'paste':
      return paste(image, placing);
    case 'same':
      return image;
    case 'left-out':
      return null;
  }
}
