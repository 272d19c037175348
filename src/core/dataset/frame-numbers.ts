/** Largest number of a frame: ten million, more than a day at 100 frames per second. */
export const MAX_FRAME = 10_000_000;

/**
 * Reads numbers of frames: `5900, 11800-11805`. They are separated by commas, blanks or new lines. What follows a `#` on a
 * line is a comment.
 * @returns the part that cannot be read, as a text, if there is one
 */
export function parseFrameNumbers(text: string): Set<number> | string {
  const numbers = new Set<number>();
  const words = text
    .replace(/#.*$/gm, ' ')
    .replace(/\s*[-–]\s*/g, '-')
    .split(/[\s,;]+/)
    .filter((word) => word !== '');
  for (const word of words) {
    const [, first, last] = /^(\d{1,8})(?:-(\d{1,8}))?$/.exec(word) ?? [];
    const [from, to] = [Number(first), Number(last ?? first)];
    if (!(from <= to && to <= MAX_FRAME)) return word;
    for (let number = from; number <= to; number++) numbers.add(number);
  }
  return numbers;
}
