import type { RgbaImage } from '../../core/image/image.ts';
import { median } from '../../core/median.ts';
import { keepMouse } from './keep-mouse.ts';
import { PLAIN } from './thresholds.ts';

/** Indices of the pixels on the picture's border. */
function borderPixels({ width, height }: RgbaImage): number[] {
  const pixels: number[] = [];
  for (let x = 0; x < width; x++) pixels.push(x, (height - 1) * width + x);
  for (let y = 1; y < height - 1; y++) pixels.push(y * width, y * width + width - 1);
  return pixels;
}

/** Difference of a pixel from a colour, 0…255: the largest difference of the three channels. */
const difference = (
  data: Uint8ClampedArray,
  pixel: number,
  [red, green, blue]: readonly number[],
): number =>
  Math.max(
    Math.abs(data[4 * pixel] - red),
    Math.abs(data[4 * pixel + 1] - green),
    Math.abs(data[4 * pixel + 2] - blue),
  );

/**
 * 1 for background pixels, 0 for all others. Background pixels have about the background's colour, and are
 * connected to the border.
 */
function floodBackground(
  { width, height, data }: RgbaImage,
  border: number[],
  colour: number[],
): Uint8Array {
  const background = new Uint8Array(width * height);
  const stack: number[] = [];
  const visit = (pixel: number) => {
    if (background[pixel] || difference(data, pixel, colour) > PLAIN.backgroundLevels) return;
    background[pixel] = 1;
    stack.push(pixel);
  };
  border.forEach(visit);
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const x = at % width;
    if (x > 0) visit(at - 1);
    if (x < width - 1) visit(at + 1);
    if (at >= width) visit(at - width);
    if (at < width * (height - 1)) visit(at + width);
  }
  return background;
}

/** A mask by colour. */
export interface PlainMask {
  /** 0…1, row-major. */
  alpha: Float32Array<ArrayBuffer>;
  /** How many other animals there may be (`keepMouse`). */
  others: number;
}

/**
 * Alpha of a mouse on a plain background, by colour. Everything that the background surrounds is mouse,
 * whatever colour it has: a white belly on white is kept.
 * @returns null if the background is not plain
 */
export function plainBackgroundMask(image: RgbaImage): PlainMask | null {
  const { width, height, data } = image;
  const border = borderPixels(image);
  const colour = [0, 1, 2].map((c) => median(border.map((pixel) => data[4 * pixel + c])));
  const plain = border.filter((p) => difference(data, p, colour) <= PLAIN.borderLevels).length;
  if (plain < PLAIN.minBorderFraction * border.length) return null;
  const background = floodBackground(image, border, colour);
  const alpha = Float32Array.from(background, (is, pixel) =>
    is ? 0 : Math.min(1, difference(data, pixel, colour) / PLAIN.opaqueLevels),
  );
  // Only pixels next to the background keep an alpha below 1.
  for (let pixel = 0; pixel < alpha.length; pixel++) {
    const x = pixel % width;
    const edge =
      (x > 0 && background[pixel - 1]) ||
      (x < width - 1 && background[pixel + 1]) ||
      (pixel >= width && background[pixel - width]) ||
      (pixel < width * (height - 1) && background[pixel + width]);
    if (!background[pixel] && !edge) alpha[pixel] = 1;
  }
  return { alpha, ...keepMouse(alpha, width, height) };
}
