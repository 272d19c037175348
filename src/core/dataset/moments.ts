/**
 * A moment is what all cameras show at one time. Its number is that of the frame of a camera whose offset is 0. A camera
 * shows moment t in its frame t + offset.
 */
export interface MomentRequest {
  /** Number of frames of each camera. */
  frames: readonly number[];
  /** Offset of each camera, frames. */
  offsets: readonly number[];
  /** Part of the moments that is left out at both ends, 0…0.5. */
  skipEnds: number;
  /** The first moment that may be taken. */
  start: number;
  /** The first moment that may not be taken any more. Undefined: the end. */
  end: number | undefined;
  /** Moments that are left out. */
  skipped: ReadonlySet<number>;
  /** How many are wanted. */
  count: number;
}

/** The moments that all cameras show: from `first` to before `end`. */
function sharedMoments({ frames, offsets }: Pick<MomentRequest, 'frames' | 'offsets'>) {
  return {
    first: Math.max(0, ...offsets.map((offset) => -offset)),
    end: Math.min(...frames.map((count, i) => count - offsets[i])),
  };
}

/** The moments that may be taken, in ascending order. */
function allowedMoments(request: MomentRequest): number[] {
  const { first, end } = sharedMoments(request);
  const skip = Math.floor((end - first) * request.skipEnds);
  const from = Math.max(request.start, first + skip);
  const to = Math.min(request.end ?? end, end - skip);
  const length = Math.max(0, to - from);
  return Array.from({ length }, (_, i) => from + i).filter((t) => !request.skipped.has(t));
}

/**
 * The moments of the samples, evenly over those that may be taken. Without skipped moments they are those of the lab's
 * script: int(start + i · (range / count)). All of them if there are not more than `count`.
 * @returns them, and how many may be taken
 */
export function chooseMoments(request: MomentRequest): { moments: number[]; allowed: number } {
  const allowed = allowedMoments(request);
  const { count } = request;
  if (count >= allowed.length) return { moments: allowed, allowed: allowed.length };
  const [start, step] = [allowed[0], allowed.length / count];
  // The sum with the start is rounded as in the lab's script.
  const moments = Array.from(
    { length: count },
    (_, i) => allowed[Math.floor(start + i * step) - start],
  );
  return { moments, allowed: allowed.length };
}
