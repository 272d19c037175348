/**
 * A mask, dilated by a square of 2·`radius` + 1 pixels. Values are 1 inside and 0 outside.
 * @param mask not 0 inside, row-major
 */
export function dilated(
  mask: ArrayLike<number>,
  { width, height }: { width: number; height: number },
  radius: number,
): Uint8Array {
  const rows = dilatedLines(mask, 1, width, width, height, radius);
  return dilatedLines(rows, width, height, 1, width, radius);
}

/**
 * Dilates along parallel lines. There are `lines` lines, whose starts are `stride` apart. Each has `count`
 * pixels, which are `step` apart.
 */
function dilatedLines(
  mask: ArrayLike<number>,
  step: number,
  count: number,
  stride: number,
  lines: number,
  radius: number,
): Uint8Array {
  const out = new Uint8Array(mask.length);
  for (let line = 0; line < lines; line++) {
    const start = line * stride;
    for (let i = 0, last = -Infinity; i < count + radius; i++) {
      if (i < count && mask[start + i * step]) last = i;
      // `last` is the last mask pixel up to `at + radius`.
      const at = i - radius;
      if (at >= 0) out[start + at * step] = Number(last >= at - radius);
    }
  }
  return out;
}
