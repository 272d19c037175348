import type { RgbaImage } from '../../core/image/image.ts';
import { keepMouse } from './keep-mouse.ts';

/**
 * A picture that somebody cut out already and put on a plain colour: nearly all of its border is that colour,
 * to the few levels that JPEG leaves. A photographed backdrop is noisier, and its shadows are no mouse.
 */
const PLAIN = { share: 0.95, levels: 4 };

/** Levels from the background's colour up to which a pixel that hangs together with the border is background. */
const BACKGROUND_LEVELS = 12;

/** Levels at which a pixel beside the mouse is as much mouse as background is not. */
const EDGE_LEVELS = 48;

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

function borderOf({ width, height }: RgbaImage): number[] {
  const pixels: number[] = [];
  for (let x = 0; x < width; x++) pixels.push(x, (height - 1) * width + x);
  for (let y = 1; y < height - 1; y++) pixels.push(y * width, y * width + width - 1);
  return pixels;
}

/** Largest difference of a channel from the colour. */
const apart = (data: Uint8ClampedArray, pixel: number, colour: readonly number[]): number =>
  Math.max(...[0, 1, 2].map((c) => Math.abs(data[4 * pixel + c] - colour[c])));

/** Pixels of the background: those like its colour that hang together with the border. */
function flood({ width, height, data }: RgbaImage, border: number[], colour: number[]): Uint8Array {
  const outside = new Uint8Array(width * height);
  const stack: number[] = [];
  const visit = (pixel: number) => {
    if (outside[pixel] || apart(data, pixel, colour) > BACKGROUND_LEVELS) return;
    outside[pixel] = 1;
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
  return outside;
}

/**
 * Alpha of a mouse on a plain background, by colour; null where the background is not plain.
 * What the background surrounds is mouse, whatever its colour: a white belly on white stays.
 * @returns 0…1, row-major
 */
export function plainBackgroundMask(image: RgbaImage): Float32Array<ArrayBuffer> | null {
  const { width, height, data } = image;
  const border = borderOf(image);
  const colour = [0, 1, 2].map((c) => median(border.map((pixel) => data[4 * pixel + c])));
  const like = border.filter((pixel) => apart(data, pixel, colour) <= PLAIN.levels).length;
  if (like < PLAIN.share * border.length) return null;
  const outside = flood(image, border, colour);
  const alpha = Float32Array.from(outside, (is, pixel) =>
    is ? 0 : Math.min(1, apart(data, pixel, colour) / EDGE_LEVELS),
  );
  // Inside of its edge the mouse is opaque.
  for (let pixel = 0; pixel < alpha.length; pixel++) {
    const x = pixel % width;
    const edge =
      (x > 0 && outside[pixel - 1]) ||
      (x < width - 1 && outside[pixel + 1]) ||
      (pixel >= width && outside[pixel - width]) ||
      (pixel < width * (height - 1) && outside[pixel + width]);
    if (!outside[pixel] && !edge) alpha[pixel] = 1;
  }
  keepMouse(alpha, width, height);
  return alpha;
}
