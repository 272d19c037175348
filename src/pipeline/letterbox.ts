import type { RgbaImage } from '../core/image.ts';

/** Where a picture lies in the square that a network sees. */
export interface Letterbox {
  size: number;
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The picture as large as fits, in the middle. */
export function fitSquare(width: number, height: number, size: number): Letterbox {
  const scale = size / Math.max(width, height);
  const inner = (side: number) => Math.max(1, Math.min(size, Math.round(side * scale)));
  const [w, h] = [inner(width), inner(height)];
  return {
    size,
    left: Math.floor((size - w) / 2),
    top: Math.floor((size - h) / 2),
    width: w,
    height: h,
  };
}

/** Mean colour of the outermost pixels, 0…255: what the arena most likely looks like beyond them. */
export function edgeColour({ width, height, data }: RgbaImage): [number, number, number] {
  const sum = [0, 0, 0];
  let count = 0;
  const take = (x: number, y: number) => {
    const at = 4 * (y * width + x);
    for (let c = 0; c < 3; c++) sum[c] += data[at + c];
    count += 1;
  };
  for (let x = 0; x < width; x++) {
    take(x, 0);
    take(x, height - 1);
  }
  for (let y = 1; y < height - 1; y++) {
    take(0, y);
    take(width - 1, y);
  }
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}

/** The part of a square plane that the picture fills, brought to the picture's own size, bilinearly. */
export function unletterbox(
  plane: Float32Array,
  box: Letterbox,
  width: number,
  height: number,
): Float32Array<ArrayBuffer> {
  const out = new Float32Array(width * height);
  /** For each target pixel: the two source pixels around its centre and the weight of the second. */
  const taps = (target: number, start: number, length: number) =>
    Array.from({ length: target }, (_, i) => {
      const at = Math.min(Math.max(((i + 0.5) * length) / target - 0.5, 0), length - 1);
      const low = Math.floor(at);
      return { low: start + low, high: start + Math.min(low + 1, length - 1), weight: at - low };
    });
  const columns = taps(width, box.left, box.width);
  taps(height, box.top, box.height).forEach(({ low, high, weight }, y) => {
    const upper = low * box.size;
    const lower = high * box.size;
    columns.forEach((x, j) => {
      const a = plane[upper + x.low] * (1 - x.weight) + plane[upper + x.high] * x.weight;
      const b = plane[lower + x.low] * (1 - x.weight) + plane[lower + x.high] * x.weight;
      out[y * width + j] = a * (1 - weight) + b * weight;
    });
  });
  return out;
}
