/** 0 at `from` and below, 1 at `to` and above, a straight ramp between them. */
export const between = (value: number, [from, to]: readonly [from: number, to: number]): number =>
  Math.min(1, Math.max(0, (value - from) / (to - from)));
