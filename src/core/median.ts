/** The middle of the sorted numbers; of an even count the upper one. */
export const median = (list: readonly number[]): number =>
  list.toSorted((a, b) => a - b)[list.length >> 1];
