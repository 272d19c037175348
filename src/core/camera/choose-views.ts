import type { Camera } from './camera.ts';

/** Where a camera stands, as a direction from the world's origin. */
function direction({ w2c: m }: Camera): number[] {
  const centre = [0, 1, 2].map((k) => -(m[k] * m[3] + m[4 + k] * m[7] + m[8 + k] * m[11]));
  const length = Math.hypot(...centre);
  return centre.map((value) => value / length);
}

/**
 * Which views to take where not all are wanted: the first, then always the one farthest from those that
 * are taken already (the first of several). In the order of the views.
 */
export function chooseViews(cameras: readonly Camera[], count: number): number[] {
  const directions = cameras.map(direction);
  const nearness = (a: number, b: number) =>
    directions[a].reduce((sum, value, k) => sum + value * directions[b][k], 0);
  const taken = [0];
  while (taken.length < Math.min(count, cameras.length)) {
    let [best, least] = [-1, Infinity];
    for (let view = 0; view < cameras.length; view++) {
      if (taken.includes(view)) continue;
      // Roundings must not decide between two that are equally far.
      const nearest = Math.max(...taken.map((other) => nearness(view, other)));
      if (nearest < least - 1e-6) [best, least] = [view, nearest];
    }
    taken.push(best);
  }
  return taken.sort((a, b) => a - b);
}
