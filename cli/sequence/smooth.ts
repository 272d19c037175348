/** Weights of the frames −2 … 2 around a frame: binomial. */
const WEIGHTS = [1, 4, 6, 4, 1];

const REACH = (WEIGHTS.length - 1) / 2;

/** The value at time 0 of the straight line that fits weighted values best. */
function lineAtZero(points: readonly { weight: number; time: number; value: number }[]): number {
  let [w, t, tt, v, tv] = [0, 0, 0, 0, 0];
  for (const { weight, time, value } of points) {
    w += weight;
    t += weight * time;
    tt += weight * time * time;
    v += weight * value;
    tv += weight * time * value;
  }
  const spread = w * tt - t * t;
  return spread === 0 ? v / w : (tt * v - t * tv) / spread;
}

/**
 * Values over time, smoothed: to the frames around each frame a straight line is fitted, with the weights 1 4 6 4 1, and
 * its value at the frame is taken. Steady movement is unchanged, also at the ends and beside frames that are missing.
 * @param values lists of equal length, by the numbers of their frames
 */
export function smoothed(values: ReadonlyMap<number, readonly number[]>): Map<number, number[]> {
  const out = new Map<number, number[]>();
  for (const [frame, own] of values) {
    const near = WEIGHTS.flatMap((weight, i) => {
      const time = i - REACH;
      const value = values.get(frame + time);
      return value ? [{ weight, time, value }] : [];
    });
    out.set(
      frame,
      own.map((_, k) => lineAtZero(near.map((one) => ({ ...one, value: one.value[k] })))),
    );
  }
  return out;
}
