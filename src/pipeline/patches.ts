import type { PlanarImage } from '../core/image.ts';

export interface PruneRule {
  /** A patch whose least value over pixels and channels is at least this is background. */
  keep_white_above: number;
  /** The least white patches stay when more would be left. */
  max_tokens: number;
}

/** Least value of every patch: view, patch row, patch column. */
export function leastPerPatch(views: readonly PlanarImage[], patch: number): Float32Array {
  const side = views[0].width / patch;
  const least = new Float32Array(views.length * side * side).fill(Infinity);
  views.forEach(({ width, height, data }, view) => {
    for (let at = 0; at < data.length; at++) {
      const pixel = at % (width * height);
      const row = Math.floor(Math.floor(pixel / width) / patch);
      const index = (view * side + row) * side + Math.floor((pixel % width) / patch);
      if (data[at] < least[index]) least[index] = data[at];
    }
  });
  return least;
}

/** Indices, ascending, of the patches that the reconstructor is given; 0…1 RGB views (docs/models.md). */
export function keptPatches(
  views: readonly PlanarImage[],
  patch: number,
  rule: PruneRule | undefined,
): number[] {
  const least = leastPerPatch(views, patch);
  const all = Array.from(least.keys());
  if (!rule) return all;
  const kept = all.filter((index) => least[index] < rule.keep_white_above);
  if (kept.length <= rule.max_tokens) return kept;
  return kept
    .sort((a, b) => least[a] - least[b] || a - b)
    .slice(0, rule.max_tokens)
    .sort((a, b) => a - b);
}
