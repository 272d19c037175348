import { isDeepStrictEqual } from 'node:util';
import type { Shift } from '../../src/core/camera/align-silhouettes.ts';
import type { Camera } from '../../src/core/camera/camera.ts';
import { median } from '../../src/core/median.ts';

/** How far the pictures of a rig must be moved so that silhouettes fit. */
export interface RigShifts {
  /** Numbers of the cameras that are used. */
  cameras: readonly number[];
  /** What is added to cx and cy of each, as a part of its fx and fy: pictures of one camera may have several sizes. */
  shifts: readonly Shift[];
}

/** The cameras of a sample that are used, in pixels of its pictures, and their numbers. */
export interface UsedCameras {
  chosen: readonly number[];
  cameras: readonly Camera[];
}

/** @param shifts of one sample, pixels of its pictures */
export const perFocal = (
  { chosen, cameras }: UsedCameras,
  shifts: readonly Shift[],
): RigShifts => ({
  cameras: chosen,
  shifts: shifts.map(({ x, y }, i) => ({ x: x / cameras[i].fx, y: y / cameras[i].fy })),
});

/**
 * The median of what several samples say. Masks have noise. A sample with other cameras than most says nothing: its shifts
 * are relative to other pictures.
 * @returns null if no sample says anything
 */
export function commonShifts(samples: readonly RigShifts[]): RigShifts | null {
  const groups = new Map<string, RigShifts[]>();
  for (const sample of samples) {
    const name = sample.cameras.join();
    groups.set(name, [...(groups.get(name) ?? []), sample]);
  }
  const largest = [...groups.values()].reduce<RigShifts[]>(
    (most, group) => (group.length > most.length ? group : most),
    [],
  );
  if (largest.length === 0) return null;
  const [{ cameras }] = largest;
  const middle = (view: number, axis: 'x' | 'y') =>
    median(largest.map(({ shifts }) => shifts[view][axis]));
  return { cameras, shifts: cameras.map((_, i) => ({ x: middle(i, 'x'), y: middle(i, 'y') })) };
}

/** The shifts of a rig in pixels of a sample's pictures. Undefined if the sample has other cameras. */
export const inPixels = (rig: RigShifts, { chosen, cameras }: UsedCameras): Shift[] | undefined =>
  isDeepStrictEqual(rig.cameras, chosen)
    ? cameras.map(({ fx, fy }, i) => ({ x: rig.shifts[i].x * fx, y: rig.shifts[i].y * fy }))
    : undefined;
