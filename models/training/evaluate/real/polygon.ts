/** Corners in pixels. (0, 0) is the corner of the first pixel, and (0.5, 0.5) is the centre of this pixel. */
export type Polygon = readonly (readonly number[])[];

/**
 * Finds the pixels whose centre is inside the polygons, by the even-odd rule.
 * @returns a mask, row-major, width·height
 */
export function fillPolygons(
  polygons: readonly Polygon[],
  width: number,
  height: number,
): boolean[] {
  const mask = new Array<boolean>(width * height).fill(false);
  const edges = polygons.flatMap((corners) =>
    corners.map(([x, y], i) => {
      const [nextX, nextY] = corners[(i + 1) % corners.length];
      return { x, y, nextX, nextY };
    }),
  );
  for (let row = 0; row < height; row++) {
    const centre = row + 0.5;
    const crossings = edges
      .filter(({ y, nextY }) => y <= centre !== nextY <= centre)
      .map(({ x, y, nextX, nextY }) => x + ((centre - y) / (nextY - y)) * (nextX - x))
      .sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = Math.max(0, Math.ceil(crossings[i] - 0.5));
      const to = Math.min(width, Math.ceil(crossings[i + 1] - 0.5));
      for (let column = from; column < to; column++) mask[row * width + column] = true;
    }
  }
  return mask;
}
