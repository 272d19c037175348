import type { Box } from './closer-look.ts';

/** Windows overlap by half, at least. */
const STEP = 1 / 2;

/**
 * Squares that cover a picture, those in its middle first.
 * @param share their side, share of the picture's longer side
 * @param least there are none of a side of fewer pixels
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
    const count = 1 + Math.ceil((all - size) / (STEP * side));
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
