/** When the frames of a video are shown, and from which ones it can be decoded. */
export interface FrameIndex {
  /** Presentation time of each frame, in the time base of the stream, ascending. */
  times: readonly number[];
  /** Numbers of the key frames, ascending. */
  keys: readonly number[];
  /** Seconds per unit of time. */
  unitS: number;
}

/** A stretch of frames that one run of ffmpeg reads. */
export interface Stretch {
  /** Ascending. */
  numbers: readonly number[];
  /** Number of the key frame at which decoding begins. Null: at the start of the video. */
  from: number | null;
}

/** So many frames must be skipped, or starting ffmpeg anew takes longer than decoding them. */
const LEAST_SKIPPED = 500;

/**
 * The number of frames and their index, from ffprobe's lines `packet,<pts>,<flags>` and `stream,<time base>`. Packets that an
 * edit list hides are no frames.
 * @returns the index is null if times are missing, hidden or not unique: then frames can only be counted
 */
export function indexOf(lines: readonly string[]): { frames: number; index: FrameIndex | null } {
  const packets = lines
    .map((line) => line.split(','))
    .filter(([kind]) => kind === 'packet')
    .map(([, time, flags = '']) => ({ time: Number(time), flags }));
  const shown = packets.filter(({ flags }) => !flags.includes('D'));
  const frames = shown.length;
  const [, above, below] = /^stream,(\d+)\/(\d+)/m.exec(lines.join('\n')) ?? [];
  const sorted = shown.toSorted((a, b) => a.time - b.time);
  const times = sorted.map(({ time }) => time);
  const isUsable =
    frames === packets.length &&
    Number(above) > 0 &&
    times.every((time, i) => Number.isFinite(time) && (i === 0 || time > times[i - 1]));
  if (!isUsable) return { frames, index: null };
  const keys = sorted.flatMap(({ flags }, i) => (flags.includes('K') ? [i] : []));
  return { frames, index: { times, keys, unitS: Number(above) / Number(below) } };
}

/** For each frame the last key frame that is not after it. Null: decoding must begin at the start. @param numbers ascending */
function keysBefore(numbers: readonly number[], { keys }: FrameIndex): (number | null)[] {
  let next = 0;
  let last: number | null = null;
  return numbers.map((number) => {
    for (; next < keys.length && keys[next] <= number; next++) last = keys[next];
    return last;
  });
}

/**
 * Splits frames into stretches, so that long gaps between them are not decoded.
 * @param numbers ascending
 * @param index null: decoding always begins at the start
 * @param most frames of one stretch
 */
export function stretchesOf(
  numbers: readonly number[],
  index: FrameIndex | null,
  most: number,
): Stretch[] {
  const stretches: { numbers: number[]; from: number | null }[] = [];
  const keys = index && keysBefore(numbers, index);
  for (const [i, number] of numbers.entries()) {
    const last = stretches.at(-1);
    const key = keys && keys[i];
    const skipped = (key ?? 0) - (i === 0 ? 0 : numbers[i - 1]);
    if (last && last.numbers.length < most && skipped < LEAST_SKIPPED) last.numbers.push(number);
    else stretches.push({ numbers: [number], from: (key ?? 0) < LEAST_SKIPPED ? null : key });
  }
  return stretches;
}
