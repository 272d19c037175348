import type { RgbaImage } from '../../core/image/image.ts';

/** The colour of a pixel: grey, RGB, or RGBA. */
export type Colour = number | readonly number[];

/** A picture that a function draws. Values without alpha are opaque. */
export function drawn(
  width: number,
  height: number,
  colour: (x: number, y: number) => Colour,
): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const value = colour(x, y);
      const [r, g, b, a = 255] = typeof value === 'number' ? [value, value, value] : value;
      data.set([r, g, b, a], 4 * (y * width + x));
    }
  return { width, height, data };
}

/** Grey noise that is the same in each run, 0…`range`. */
export const noise = (x: number, y: number, range: number): number =>
  (((x * 73856093) ^ (y * 19349663)) >>> 3) % (range + 1);

/** Whether a pixel lies in an ellipse. */
export const inEllipse = (
  x: number,
  y: number,
  [cx, cy, rx, ry]: readonly [number, number, number, number],
): boolean => ((x + 0.5 - cx) / rx) ** 2 + ((y + 0.5 - cy) / ry) ** 2 <= 1;
