interface Size {
  width: number;
  height: number;
}

/**
 * Whether two pictures have the same proportions: one of them, resized to the width of the other, has its height within
 * a pixel of the smaller one. Resized pictures have whole numbers of pixels.
 */
export const isSameShape = (a: Size, b: Size): boolean =>
  Math.abs(a.width * b.height - a.height * b.width) <=
  Math.max(a.width, a.height, b.width, b.height);
