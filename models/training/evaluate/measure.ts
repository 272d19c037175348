import type { RgbaImage } from '../../../src/core/image/image.ts';

/** Intersection over union of two masks. 1 if both masks are empty. */
export function iou(a: ArrayLike<boolean>, b: ArrayLike<boolean>): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < a.length; i++) {
    if (a[i] && b[i]) both += 1;
    if (a[i] || b[i]) either += 1;
  }
  return either === 0 ? 1 : both / either;
}

/** Mean squared error of the colours in 0…1. Alpha is ignored. */
export function squaredError(a: RgbaImage, b: RgbaImage): number {
  let sum = 0;
  for (let i = 0; i < a.data.length; i += 4)
    for (let c = 0; c < 3; c++) sum += ((a.data[i + c] - b.data[i + c]) / 255) ** 2;
  return sum / (0.75 * a.data.length);
}

/** Peak signal-to-noise ratio in dB of a mean squared error. */
export const psnr = (error: number): number => -10 * Math.log10(Math.max(error, 1e-10));

/** The mask of pixels that are not white: at least one channel is below 0.92. In white fur, this mask has holes. */
export function ink({ data }: RgbaImage): boolean[] {
  const dark = (i: number) => Math.min(data[i], data[i + 1], data[i + 2]) < 0.92 * 255;
  return Array.from({ length: data.length / 4 }, (_, i) => dark(4 * i));
}

/** The mask of pixels of a cut-out whose alpha is above 127. */
export const opaque = ({ data }: RgbaImage): boolean[] =>
  Array.from({ length: data.length / 4 }, (_, i) => data[4 * i + 3] > 127);

/** Mean distance between the points of two lists, 3·N numbers each. */
export function meanDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 3)
    sum += Math.hypot(a[i] - b[i], a[i + 1] - b[i + 1], a[i + 2] - b[i + 2]);
  return (3 * sum) / a.length;
}

/** Angle between two directions of length 1, in degrees. */
export function angleDeg(a: Float32Array, b: Float32Array): number {
  const cos = a.reduce((sum, value, k) => sum + value * b[k], 0);
  return (Math.acos(Math.min(Math.max(cos, -1), 1)) * 180) / Math.PI;
}

/** Fraction of the filled mask that is holes, 0…1. A hole is an empty area that is not connected to the border. */
export function hollow(mask: readonly boolean[], width: number, height: number): number {
  const outside = new Uint8Array(mask.length);
  const queue: number[] = [];
  const visit = (i: number) => {
    if (mask[i] || outside[i]) return;
    outside[i] = 1;
    queue.push(i);
  };
  for (let x = 0; x < width; x++) [x, (height - 1) * width + x].forEach(visit);
  for (let y = 0; y < height; y++) [y * width, y * width + width - 1].forEach(visit);
  for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
    const x = i % width;
    if (x > 0) visit(i - 1);
    if (x < width - 1) visit(i + 1);
    if (i >= width) visit(i - width);
    if (i < mask.length - width) visit(i + width);
  }
  const filled = outside.reduce((count, out) => count + 1 - out, 0);
  const solid = mask.reduce((count, inside) => count + Number(inside), 0);
  return filled === 0 ? 0 : 1 - solid / filled;
}

/** Brightness of a picture, 0…255. */
const brightness = ({ data }: RgbaImage): Float32Array =>
  Float32Array.from(
    { length: data.length / 4 },
    (_, i) => (data[4 * i] + data[4 * i + 1] + data[4 * i + 2]) / 3,
  );

/** The mask without the pixels that are at most `reach` pixels away from a pixel outside, along rows and columns. */
function eroded(mask: readonly boolean[], width: number, reach: number): boolean[] {
  const height = mask.length / width;
  return mask.map((_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    for (let dy = -reach; dy <= reach; dy++)
      for (let dx = -reach; dx <= reach; dx++) {
        const [u, v] = [x + dx, y + dy];
        if (u < 0 || v < 0 || u >= width || v >= height || !mask[v * width + u]) return false;
      }
    return true;
  });
}

/**
 * Texture: the mean gradient of the brightness, as a share of the true picture's. 1 is right; less is blurred.
 * @param both the pixels that are inside both outlines; two pixels along the outline are left out
 * @returns null if nothing is left
 */
export function textureShare(
  found: RgbaImage,
  truth: RgbaImage,
  both: readonly boolean[],
): number | null {
  const { width } = truth;
  const inside = eroded(both, width, 2);
  if (!inside.some(Boolean)) return null;
  const total = (image: RgbaImage) => {
    const grey = brightness(image);
    return inside.reduce(
      (sum, counted, i) =>
        counted ? sum + Math.hypot(grey[i + 1] - grey[i], grey[i + width] - grey[i]) : sum,
      0,
    );
  };
  return total(found) / total(truth);
}
