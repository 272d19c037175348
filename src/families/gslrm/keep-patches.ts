/** Background pruning of the reconstructor (docs/models.md). */
export interface PruneOptions {
  /** Patches whose least white pixel is at or above this, 0…1, are background. */
  keepWhiteAbove: number;
  /** Of more than this many, the least white stay. */
  maxTokens: number;
}

/**
 * Patches worth a token: rgb `[V, 3, S, S]` in 0…1 → ascending patch indices, view·(S/p)² + row·(S/p) + column.
 * The same choice as `GSLRM.keep` in models/training/nets/gslrm.py, which the network was trained with.
 */
export const keepPatches = (
  rgb: Float32Array,
  views: number,
  size: number,
  patch: number,
  { keepWhiteAbove, maxTokens }: PruneOptions,
): number[] => {
  const side = size / patch;
  const least = new Float32Array(views * side * side).fill(Infinity);
  for (let i = 0; i < rgb.length; i += 1) {
    const column = Math.floor((i % size) / patch);
    const row = Math.floor((Math.floor(i / size) % size) / patch);
    const view = Math.floor(i / (3 * size * size));
    const at = (view * side + row) * side + column;
    if (rgb[i] < least[at]) least[at] = rgb[i];
  }
  const kept = [...least.keys()].filter((i) => least[i] < keepWhiteAbove);
  if (kept.length <= maxTokens) return kept;
  // The sort is stable: of equals, the first in order stays, as in the training.
  const darkest = kept.sort((a, b) => least[a] - least[b]).slice(0, maxTokens);
  return darkest.sort((a, b) => a - b);
};

/**
 * The pixels that a reconstructor's Gaussians stand for, in its order (global Gaussians, then the pixels of each patch,
 * row by row): view·S² + row·S + column, −1 for the global ones.
 * @param kept `keepPatches`; without it all
 */
export function pixelsOfPatches(
  count: number,
  globals: number,
  { size, patch, kept }: { size: number; patch: number; kept?: ArrayLike<number | bigint> },
): Int32Array {
  const side = size / patch;
  return Int32Array.from({ length: count }, (_, i) => {
    if (i < globals) return -1;
    const token = Math.floor((i - globals) / patch ** 2);
    const at = (i - globals) % patch ** 2;
    const index = kept ? Number(kept[token]) : token;
    const view = Math.floor(index / side ** 2);
    const row = Math.floor((index % side ** 2) / side) * patch + Math.floor(at / patch);
    return (view * size + row) * size + (index % side) * patch + (at % patch);
  });
}
