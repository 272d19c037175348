import { median } from '../../core/median.ts';
import { componentsOf } from '../../core/image/components.ts';
import { withoutWhite, WHITE } from '../../core/image/cut-out.ts';
import type { RgbaImage } from '../../core/image/image.ts';

/** Thresholds. Guard of all: white-holes.test.ts. */
const HOLE = {
  /** A hole of fewer pixels than this fraction of the subject is a highlight. */
  minArea: 0.002,
  /** Levels. A pixel that differs by at most this from the background's colour has that colour. */
  sameLevels: 1,
  /** In a hole that shows the background, this fraction as many pixels have its colour as outside, or more. */
  minSame: 0.8,
  /** Pixels. At this distance from a hole its surrounding is looked at: edges are blurred. */
  rim: 3,
  /** Level. If the darkest channel around a hole is on average higher, the fur around it is white, too. */
  whiteFur: 225,
} as const;

/** About so many pixels of a picture are looked at for the colour of its background. */
const SAMPLES = 10_000;

const AROUND = [-1, 0, 1].flatMap((y) => [-1, 0, 1].map((x) => [HOLE.rim * x, HOLE.rim * y]));

/**
 * The picture with its white background transparent. White that the subject surrounds is transparent only if it shows
 * the background, as in the loop of a tail: it has the background's colour, and what surrounds it is not nearly white.
 * All other white inside is fur.
 * @param level as for `withoutWhite`
 */
export function withoutWhiteBackground(image: RgbaImage, level = WHITE): RgbaImage {
  const { width, height } = image;
  const cut = withoutWhite(image, level);
  const { data } = cut;
  const { labels, count } = componentsOf(image, (at) => data[4 * at + 3] === 0, false);
  const outside = new Set<number>();
  for (let x = 0; x < width; x++) outside.add(labels[x]).add(labels[(height - 1) * width + x]);
  for (let y = 0; y < height; y++)
    outside.add(labels[y * width]).add(labels[y * width + width - 1]);
  outside.delete(0);
  if (outside.size === 0 || outside.size === count) return cut;
  const isBackground = backgroundColour(image, labels, outside);
  const holes = Array.from({ length: count + 1 }, () => ({ area: 0, same: 0, rim: 0, around: 0 }));
  let subject = 0;
  labels.forEach((id, at) => {
    if (id === 0) {
      subject += 1;
      return;
    }
    const hole = holes[id];
    hole.area += 1;
    hole.same += Number(isBackground(at));
    if (outside.has(id)) return;
    const [x, y] = [at % width, Math.floor(at / width)];
    for (const [dx, dy] of AROUND) {
      const next = (y + dy) * width + x + dx;
      if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height || labels[next] > 0)
        continue;
      hole.around += 1;
      hole.rim += Math.min(data[4 * next], data[4 * next + 1], data[4 * next + 2]);
    }
  });
  const total = { area: 0, same: 0 };
  for (const id of outside) {
    total.area += holes[id].area;
    total.same += holes[id].same;
  }
  const shows = holes.map(
    ({ area, same, rim, around }) =>
      area >= HOLE.minArea * subject &&
      same * total.area >= HOLE.minSame * total.same * area &&
      (around === 0 || rim <= HOLE.whiteFur * around),
  );
  labels.forEach((id, at) => {
    if (id > 0 && !outside.has(id) && !shows[id]) data[4 * at + 3] = image.data[4 * at + 3];
  });
  return cut;
}

/** A test whether a pixel has the colour of the background: the median of that beyond the subject. */
function backgroundColour(
  { data }: RgbaImage,
  labels: Int32Array,
  outside: ReadonlySet<number>,
): (at: number) => boolean {
  const sample: number[] = [];
  const step = Math.max(1, Math.floor(labels.length / SAMPLES));
  for (let at = 0; at < labels.length; at += step) if (outside.has(labels[at])) sample.push(at);
  const colour = [0, 1, 2].map((c) => median(sample.map((at) => data[4 * at + c])));
  return (at) => colour.every((value, c) => Math.abs(data[4 * at + c] - value) <= HOLE.sameLevels);
}
