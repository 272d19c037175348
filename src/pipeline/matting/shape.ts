import { extentOf, type Box } from './crop-box.ts';
import { SHAPE } from './photo-thresholds.ts';

/** The shape of a window or of an arena. A mouse has no such shape. */
interface WindowShape {
  kind: 'rectangle' | 'ellipse';
  /** Its bounding box. */
  box: Box;
}

/**
 * The shape of a mask, if it is a large upright rectangle, perhaps with round corners, or a large ellipse. Such a mask
 * shows where a picture lies in a larger one. Null for all other masks.
 * @param alpha 0…1, row-major
 */
export function windowShape(
  alpha: Float32Array,
  width: number,
  height: number,
): WindowShape | null {
  const box = extentOf(alpha, width, height);
  if (!box || box.width * box.height < SHAPE.minArea * width * height) return null;
  const [radiusX, radiusY] = [box.width / 2, box.height / 2];
  let [filled, inEllipse, both] = [0, 0, 0];
  for (let y = 0; y < box.height; y++)
    for (let x = 0; x < box.width; x++) {
      const is = alpha[(box.top + y) * width + box.left + x] > SHAPE.mouseAlpha;
      const inside = ((x + 0.5) / radiusX - 1) ** 2 + ((y + 0.5) / radiusY - 1) ** 2 <= 1;
      filled += Number(is);
      inEllipse += Number(inside);
      both += Number(is && inside);
    }
  if (filled > SHAPE.minRectangle * box.width * box.height) return { kind: 'rectangle', box };
  const iou = both / (filled + inEllipse - both);
  return iou > SHAPE.minEllipseIou ? { kind: 'ellipse', box } : null;
}
