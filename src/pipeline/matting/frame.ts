import type { RgbaImage } from '../../core/image/image.ts';
import { median } from '../../core/median.ts';
import type { Box } from './crop-box.ts';
import { FRAME } from './photo-thresholds.ts';

type Side = 'left' | 'right' | 'top' | 'bottom';

/** The colour of each line of pixels that is parallel to a side, from the outside to the inside. */
interface Lines {
  /** Number of lines. */
  count: number;
  /** Pixels of a line. */
  length: number;
  /** Index in the picture of pixel `i` of line `line`. */
  at: (line: number, i: number) => number;
}

function linesFrom(side: Side, { left, top, width, height }: Box, imageWidth: number): Lines {
  const index = (x: number, y: number) => (top + y) * imageWidth + left + x;
  switch (side) {
    case 'left':
      return { count: width, length: height, at: (line, i) => index(line, i) };
    case 'right':
      return { count: width, length: height, at: (line, i) => index(width - 1 - line, i) };
    case 'top':
      return { count: height, length: width, at: (line, i) => index(i, line) };
    case 'bottom':
      return { count: height, length: width, at: (line, i) => index(i, height - 1 - line) };
  }
}

/** A frame at one side. */
interface Bar {
  /** Number of lines. 0: there is no frame at this side. */
  lines: number;
  colour: readonly number[];
}

/**
 * The frame at one side: lines of one colour, up to a line in which most pixels have quite another colour. On a plain
 * background the lines change little by little where the mouse begins, so it has no such line.
 */
function barAt({ data }: RgbaImage, { count, length, at }: Lines): Bar {
  const colour = [0, 1, 2].map((c) =>
    median(Array.from({ length }, (_, i) => data[4 * at(0, i) + c])),
  );
  /** Fraction of a line's pixels that have another colour than the frame. */
  const others = (line: number, levels: number) => {
    let sum = 0;
    for (let i = 0; i < length; i++) {
      const pixel = 4 * at(line, i);
      sum += Number(colour.some((value, c) => Math.abs(data[pixel + c] - value) > levels));
    }
    return sum / length;
  };
  let lines = 0;
  while (lines < FRAME.maxFraction * count && others(lines, FRAME.levels) <= FRAME.maxOthers)
    lines += 1;
  const minOthers = lines > FRAME.thinFraction * count ? FRAME.minOthersThick : FRAME.minOthers;
  // The edge of a frame may be blurred.
  for (let blurred = 0; blurred <= FRAME.blurredLines && lines > 0; blurred++)
    if (lines + blurred < count && others(lines + blurred, FRAME.minStep) > minOthers)
      return { lines: lines + blurred, colour };
  return { lines: 0, colour };
}

const alike = (a: Bar, b: Bar): boolean =>
  a.lines > 0 &&
  b.lines > 0 &&
  a.colour.every((value, c) => Math.abs(value - b.colour[c]) <= FRAME.levels);

/**
 * The rectangle of a picture inside its frame. A frame is a line of one colour at each side, or bars of the same colour
 * at two opposite sides. A frame within the frame is left out, too.
 * @param box the rectangle of the picture that is looked at
 * @returns `box` if there is no frame
 */
export function withoutFrame(image: RgbaImage, box: Box): Box {
  let inner = box;
  for (let round = 0; round < FRAME.maxFrames; round++) {
    const bar = (side: Side) => barAt(image, linesFrom(side, inner, image.width));
    const [left, right, top, bottom] = [bar('left'), bar('right'), bar('top'), bar('bottom')];
    const all = [left, right, top, bottom].every(({ lines }) => lines > 0);
    const x = all || alike(left, right) ? [left.lines, right.lines] : [0, 0];
    const y = all || alike(top, bottom) ? [top.lines, bottom.lines] : [0, 0];
    const next = {
      left: inner.left + x[0],
      top: inner.top + y[0],
      width: inner.width - x[0] - x[1],
      height: inner.height - y[0] - y[1],
    };
    if (next.width === inner.width && next.height === inner.height) return inner;
    inner = next;
  }
  return inner;
}
