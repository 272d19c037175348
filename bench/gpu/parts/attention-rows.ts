/** Sizes of one attention. C = heads·width. */
export interface AttentionShape {
  batch: number;
  queries: number;
  keys: number;
  heads: number;
  /** Channels per head. */
  width: number;
}

/**
 * Some rows of softmax(Q Kᵀ / √width) V per head, in double precision.
 * @param q [batch, queries, C]; k and v [batch, keys, C]
 * @param rows numbers of rows, each in 0…batch·queries−1
 * @returns [rows.length, C]
 */
export function attentionRows(
  { queries, keys, heads, width }: AttentionShape,
  [q, k, v]: readonly Float32Array[],
  rows: readonly number[],
): Float32Array {
  const channels = heads * width;
  const result = new Float32Array(rows.length * channels);
  const scores = new Float64Array(keys);
  const sum = new Float64Array(width);
  for (const [i, row] of rows.entries()) {
    const first = Math.floor(row / queries) * keys;
    for (let head = 0; head < heads; head++) {
      const atQ = row * channels + head * width;
      let highest = -Infinity;
      for (let key = 0; key < keys; key++) {
        const atK = (first + key) * channels + head * width;
        let dot = 0;
        for (let c = 0; c < width; c++) dot += q[atQ + c] * k[atK + c];
        scores[key] = dot / Math.sqrt(width);
        highest = Math.max(highest, scores[key]);
      }
      sum.fill(0);
      let total = 0;
      for (let key = 0; key < keys; key++) {
        const weight = Math.exp(scores[key] - highest);
        const atV = (first + key) * channels + head * width;
        total += weight;
        for (let c = 0; c < width; c++) sum[c] += weight * v[atV + c];
      }
      for (let c = 0; c < width; c++) result[i * channels + head * width + c] = sum[c] / total;
    }
  }
  return result;
}

/** `count` different row numbers below `total`, spread evenly. The first and the last row are among them. */
export const spreadRows = (total: number, count: number): number[] => {
  const steps = Math.min(count, total) - 1;
  if (steps <= 0) return [0];
  const rows = Array.from({ length: steps + 1 }, (_, i) => Math.round((i * (total - 1)) / steps));
  return [...new Set(rows)];
};
