import type { Camera } from './camera.ts';

/** Unit vector from the world's origin to a camera's centre. */
function direction({ w2c: m }: Camera): number[] {
  const centre = [0, 1, 2].map((k) => -(m[k] * m[3] + m[4 + k] * m[7] + m[8 + k] * m[11]));
  const length = Math.hypot(...centre);
  return centre.map((value) => value / length);
}

/**
 * Chooses `count` views, or all views if there are fewer. The first view is always chosen. Then the other
 * views are added one by one. Each added view is the one whose direction is farthest from the directions of
 * all chosen views. If several views are equally far, the first of them is added.
 * @returns indices into `cameras`, ascending
 */
export function chooseViews(cameras: readonly Camera[], count: number): number[] {
  const directions = cameras.map(direction);
  const cosine = (a: number, b: number) =>
    directions[a].reduce((sum, value, k) => sum + value * directions[b][k], 0);
  const chosen = [0];
  while (chosen.length < Math.min(count, cameras.length)) {
    let [best, least] = [-1, Infinity];
    for (let view = 0; view < cameras.length; view++) {
      if (chosen.includes(view)) continue;
      // Without the margin of 1e-6, rounding would decide between views that are equally far.
      const nearest = Math.max(...chosen.map((other) => cosine(view, other)));
      if (nearest < least - 1e-6) [best, least] = [view, nearest];
    }
    chosen.push(best);
  }
  return chosen.sort((a, b) => a - b);
}
