import type { PlanarImage, RgbaImage } from '../../core/image/image.ts';
import { toPlanar } from '../../core/image/pixels.ts';
import { resizeRgba } from '../../core/image/resize.ts';

/** The rectangle that a picture fills in the square input of a network, pixels. */
interface Letterbox {
  /** Side of the square. */
  size: number;
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * Letterbox of a picture of `width` × `height` pixels. The picture is as large as fits into a square of `size`
 * pixels, and in the middle of that square.
 */
export function fitSquare(width: number, height: number, size: number): Letterbox {
  const scale = size / Math.max(width, height);
  const scaled = (side: number) => Math.max(1, Math.min(size, Math.round(side * scale)));
  const [w, h] = [scaled(width), scaled(height)];
  return {
    size,
    left: Math.floor((size - w) / 2),
    top: Math.floor((size - h) / 2),
    width: w,
    height: h,
  };
}

/**
 * Mean colour of the outermost pixels, 0…255. The surroundings most likely have this colour outside the
 * picture, too.
 */
export function borderColour({ width, height, data }: RgbaImage): [number, number, number] {
  const sum = [0, 0, 0];
  let count = 0;
  const add = (x: number, y: number) => {
    const at = 4 * (y * width + x);
    for (let c = 0; c < 3; c++) sum[c] += data[at + c];
    count += 1;
  };
  for (let x = 0; x < width; x++) {
    add(x, 0);
    add(x, height - 1);
  }
  for (let y = 1; y < height - 1; y++) {
    add(0, y);
    add(width - 1, y);
  }
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}

/**
 * The picture letterboxed into a square of `size`. The bars have the mean colour of the picture's border.
 * @returns 3 planes, −1…1
 */
export function letterboxed(image: RgbaImage, size: number): PlanarImage {
  const { left, top, width, height } = fitSquare(image.width, image.height, size);
  const inner = toPlanar(resizeRgba(image, width, height), 'signed').data;
  const colour = borderColour(image);
  const data = new Float32Array(3 * size * size);
  for (let c = 0; c < 3; c++) {
    data.fill(colour[c] / 127.5 - 1, c * size * size, (c + 1) * size * size);
    for (let y = 0; y < height; y++) {
      const from = (c * height + y) * width;
      data.set(inner.subarray(from, from + width), (c * size + top + y) * size + left);
    }
  }
  return { width: size, height: size, channels: 3, data };
}

/** A square plane without the bars of its letterbox: only the pixels that the picture fills, row-major. */
export function withoutBars(
  plane: Float32Array,
  { size, left, top, width, height }: Letterbox,
): Float32Array<ArrayBuffer> {
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (top + y) * size + left;
    out.set(plane.subarray(from, from + width), y * width);
  }
  return out;
}
