/** Background pruning of the reconstructor (docs/models.md). */
interface PruneOptions {
  /** 0…1. A patch is background if all its values are this or higher. */
  keepWhiteAbove: number;
  /** If more patches than this remain, the patches with the lowest values are kept. */
  maxTokens: number;
}

/** The lowest value, over pixels and channels, of each patch: [V·(S/p)²]. @param rgb `[V, 3, S, S]`, 0…1 */
export function lowestOfPatches(
  rgb: Float32Array,
  views: number,
  size: number,
  patch: number,
): Float32Array {
  const side = size / patch;
  const lowest = new Float32Array(views * side * side).fill(Infinity);
  for (let i = 0; i < rgb.length; i += 1) {
    const column = Math.floor((i % size) / patch);
    const row = Math.floor((Math.floor(i / size) % size) / patch);
    const view = Math.floor(i / (3 * size * size));
    const at = (view * side + row) * side + column;
    if (rgb[i] < lowest[at]) lowest[at] = rgb[i];
  }
  return lowest;
}

/**
 * Indices of the patches that become tokens, ascending: view·(S/p)² + row·(S/p) + column. `GSLRM.keep` in
 * models/training/nets/gslrm.py, which was used in the training, makes the same choice.
 * @param rgb `[V, 3, S, S]`, 0…1
 */
export const keepPatches = (
  rgb: Float32Array,
  views: number,
  size: number,
  patch: number,
  { keepWhiteAbove, maxTokens }: PruneOptions,
): number[] => {
  const lowest = lowestOfPatches(rgb, views, size, patch);
  const kept = [...lowest.keys()].filter((i) => lowest[i] < keepWhiteAbove);
  if (kept.length <= maxTokens) return kept;
  // The sort is stable: of patches with equal values the first are kept, as in the training.
  const darkest = kept.sort((a, b) => lowest[a] - lowest[b]).slice(0, maxTokens);
  return darkest.sort((a, b) => a - b);
};

/**
 * The pixel that each Gaussian belongs to: view·S² + row·S + column, or −1 for global Gaussians. The Gaussians
 * are in GS-LRM's order: the global Gaussians come first, then the pixels of each patch, row by row.
 * @param count number of Gaussians
 * @param kept the patches that became tokens, ascending; absent if all patches were kept
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
