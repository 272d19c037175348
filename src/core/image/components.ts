/** Connected components of some of the pixels of a picture. */
export interface Components {
  /** The number of each pixel's component, from 1; 0 for pixels that were not asked for. */
  labels: Int32Array;
  count: number;
}

/**
 * Finds connected components.
 * @param isIn whether a pixel counts; called with its index, row·width + column
 * @param corners whether pixels that share only a corner are connected
 */
export function componentsOf(
  { width, height }: { width: number; height: number },
  isIn: (at: number) => boolean,
  corners: boolean,
): Components {
  const labels = new Int32Array(width * height);
  const stack: number[] = [];
  let count = 0;
  for (let seed = 0; seed < labels.length; seed++) {
    if (labels[seed] !== 0 || !isIn(seed)) continue;
    count += 1;
    labels[seed] = count;
    stack.push(seed);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const x = at % width;
      const y = (at - x) / width;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++)
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          const next = ny * width + nx;
          if ((!corners && nx !== x && ny !== y) || labels[next] !== 0 || !isIn(next)) continue;
          labels[next] = count;
          stack.push(next);
        }
    }
  }
  return { labels, count };
}
