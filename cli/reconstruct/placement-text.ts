import type { ViewsPlacement } from '../../src/pipeline/posed/place.ts';

/** A number with three digits. */
const short = (value: number) => String(Number(value.toPrecision(3)));

/** A sentence on how the cameras were placed. Lengths are in the units of the camera file. */
export function placementText(placement: ViewsPlacement): string {
  const { name, toSplat, subject, missed = [], missedPixels = [], shifts = [] } = placement;
  const parts = [`placement ${name}`];
  if (toSplat) parts.push(`scale ${short(toSplat.scale)}`);
  if (subject) {
    const most = (values: readonly number[]) => short(Math.max(...values.filter(Number.isFinite)));
    parts.push(`the mouse is at ${subject.map(short).join(' ')}`);
    parts.push(
      `the middles of the masks miss it by at most ${most(missed)} (${most(missedPixels)} pixels)`,
    );
  }
  const largest = Math.max(0, ...shifts.map(({ x, y }) => Math.hypot(x, y)));
  if (largest > 0)
    parts.push(`pictures were moved by at most ${short(largest)} pixels so that the masks fit`);
  return parts.join('; ');
}
