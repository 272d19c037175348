/**
 * Largest absolute difference between `actual` and `expected`, divided by the range (maximum − minimum) of
 * the expected values. 1 if a difference is not finite, if the lengths differ, or if `actual` is undefined.
 */
export function relativeError(actual: Float32Array | undefined, expected: Float32Array): number {
  if (actual?.length !== expected.length) return 1;
  let [worst, low, high] = [0, Infinity, -Infinity];
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i] - expected[i]);
    if (!Number.isFinite(error)) return 1;
    worst = Math.max(worst, error);
    low = Math.min(low, expected[i]);
    high = Math.max(high, expected[i]);
  }
  return worst / (high - low);
}
