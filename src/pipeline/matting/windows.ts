import type { Box } from './crop-box.ts';

/** From one window to the next: share of their side, and the rest that is too little for another one. */
const [STEP, LEFT] = [1 / 2, 0.05];

/**
 * Squares that cover a picture, as far as it is as high and wide as they are; those in its middle first.
 * @param share their side, share of the picture's longer side
 * @param least where the side would have fewer pixels there are none
 */
export function windowsOf(
  { width, height }: { width: number; height: number },
  share: number,
  least: number,
): Box[] {
  const side = Math.round(share * Math.max(width, height));
  if (side < least) return [];
  const along = (all: number) => {
    const size = Math.min(side, all);
    const count = 1 + Math.ceil((all - size) / (STEP * side) - LEFT);
    const start = (i: number) => (count === 1 ? 0 : Math.round((i * (all - size)) / (count - 1)));
    return Array.from({ length: count }, (_, i) => ({ start: start(i), size }));
  };
  const boxes = along(height).flatMap((y) =>
    along(width).map((x) => ({ left: x.start, top: y.start, width: x.size, height: y.size })),
  );
  const away = (box: Box) =>
    Math.hypot(box.left + (box.width - width) / 2, box.top + (box.height - height) / 2);
  return boxes.sort((a, b) => away(a) - away(b));
}
