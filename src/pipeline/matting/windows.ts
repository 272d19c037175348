import type { Box } from './crop-box.ts';
import { SEARCH } from './thresholds.ts';

/**
 * Square windows that cover a picture and overlap by half. Those nearest to the picture's centre come first. If
 * the picture is narrower than a window, the window is as narrow as the picture.
 * @param fraction side of a window, as a fraction of the picture's longer side
 * @param minPixels if the side would have fewer pixels, the result is empty
 */
export function windowsOf(
  { width, height }: { width: number; height: number },
  fraction: number,
  minPixels: number,
): Box[] {
  const side = Math.round(fraction * Math.max(width, height));
  if (side < minPixels) return [];
  const along = (all: number) => {
    const size = Math.min(side, all);
    const steps = (all - size) / (SEARCH.windowStep * side);
    const count = 1 + Math.ceil(steps - SEARCH.minLastStep);
    const start = (i: number) => (count === 1 ? 0 : Math.round((i * (all - size)) / (count - 1)));
    return Array.from({ length: count }, (_, i) => ({ start: start(i), size }));
  };
  const boxes = along(height).flatMap((y) =>
    along(width).map((x) => ({ left: x.start, top: y.start, width: x.size, height: y.size })),
  );
  const fromCentre = (box: Box) =>
    Math.hypot(box.left + (box.width - width) / 2, box.top + (box.height - height) / 2);
  return boxes.sort((a, b) => fromCentre(a) - fromCentre(b));
}
