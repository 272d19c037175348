/**
 * Per pixel the mean over a square window around the pixel. The window is 2·radius + 1 pixels wide. At the
 * borders the mean is over the window's pixels that are inside the plane. Running sums are used, so the time
 * does not depend on the radius.
 * @param plane row-major, width·height
 */
export function boxMean(
  plane: Float32Array,
  width: number,
  height: number,
  radius: number,
): Float32Array<ArrayBuffer> {
  const rows = new Float32Array(plane.length);
  for (let y = 0; y < height; y++) meanLine(plane, rows, y * width, 1, width, radius);
  const out = new Float32Array(plane.length);
  for (let x = 0; x < width; x++) meanLine(rows, out, x, width, height, radius);
  return out;
}

/**
 * Means along one line of `count` numbers. The first number has index `start`, and the next ones are `stride`
 * apart.
 */
function meanLine(
  from: Float32Array,
  to: Float32Array,
  start: number,
  stride: number,
  count: number,
  radius: number,
): void {
  let sum = 0;
  let inside = 0;
  for (let i = 0; i < Math.min(radius, count); i++, inside++) sum += from[start + i * stride];
  for (let i = 0; i < count; i++) {
    if (i + radius < count) {
      sum += from[start + (i + radius) * stride];
      inside += 1;
    }
    if (i > radius) {
      sum -= from[start + (i - radius - 1) * stride];
      inside -= 1;
    }
    to[start + i * stride] = sum / inside;
  }
}
