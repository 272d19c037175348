/** A mask that is edited. */
export interface EditedMask {
  /** Pixels. */
  width: number;
  height: number;
  /** 0…255, row-major: how much of each pixel is mouse. */
  alpha: Uint8Array<ArrayBuffer>;
}

/** A rectangle of whole pixels. `right` and `bottom` are outside. */
export interface Rect {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A point in the picture, pixels; pixel edges are at integers. */
export interface Point {
  x: number;
  y: number;
}

/** Alpha, 0…255. A pixel with more is mouse. */
export const MOUSE_ALPHA = 127;

export const wholeOf = ({ width, height }: EditedMask): Rect => ({
  ...{ left: 0, top: 0, right: width, bottom: height },
});

/** The pixels of the mask in a rectangle around two points; null if there are none. */
export function rectAround(a: Point, b: Point, margin: number, mask: EditedMask): Rect | null {
  const rect = {
    left: Math.max(0, Math.floor(Math.min(a.x, b.x) - margin)),
    top: Math.max(0, Math.floor(Math.min(a.y, b.y) - margin)),
    right: Math.min(mask.width, Math.ceil(Math.max(a.x, b.x) + margin)),
    bottom: Math.min(mask.height, Math.ceil(Math.max(a.y, b.y) + margin)),
  };
  return rect.left < rect.right && rect.top < rect.bottom ? rect : null;
}

/** Index of the pixel at a point; null outside the picture. */
export function pixelAt({ x, y }: Point, { width, height }: EditedMask): number | null {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const inside = column >= 0 && row >= 0 && column < width && row < height;
  return inside ? row * width + column : null;
}
