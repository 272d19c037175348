import type { PlanarImage } from './image.ts';

/**
 * For each output pixel the two input pixels around the output pixel's centre, and the weight of the second.
 * Positions are those of torch's `interpolate(align_corners=False)`.
 */
function taps(from: number, to: number) {
  return Array.from({ length: to }, (_, i) => {
    const at = Math.max(((i + 0.5) * from) / to - 0.5, 0);
    const low = Math.min(Math.floor(at), from - 1);
    return { low, high: Math.min(low + 1, from - 1), weight: at - low };
  });
}

/**
 * torch's bilinear `interpolate` without antialiasing, plane by plane. For networks that were trained with
 * pictures resized like this.
 */
export function resizeBilinear(image: PlanarImage, width: number, height: number): PlanarImage {
  const data = new Float32Array(image.channels * width * height);
  const columns = taps(image.width, width);
  const rows = taps(image.height, height);
  for (let c = 0; c < image.channels; c++) {
    const plane = c * image.width * image.height;
    rows.forEach((row, y) => {
      const upper = plane + row.low * image.width;
      const lower = plane + row.high * image.width;
      columns.forEach(({ low, high, weight }, x) => {
        const a = image.data[upper + low] * (1 - weight) + image.data[upper + high] * weight;
        const b = image.data[lower + low] * (1 - weight) + image.data[lower + high] * weight;
        data[(c * height + y) * width + x] = a * (1 - row.weight) + b * row.weight;
      });
    });
  }
  return { width, height, channels: image.channels, data };
}
