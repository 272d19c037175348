import path from 'node:path';
import { UsageError } from '../command.ts';
import type { Job } from '../reconstruct/one-by-one.ts';

/** One frame of a sequence. Its folder has what `reconstruct` made of it. */
export interface Frame extends Job {
  /** Its place among all photos or samples of the input folder, from 0. */
  number: number;
}

/** Which frames of an input folder are taken. */
export interface Range {
  start: number;
  /** Undefined: all from `start` on. */
  count: number | undefined;
}

/** Name of the folder in the output folder that has a folder for each finished frame. */
const FINISHED = 'frames';

/**
 * The frames of a range.
 * @param sources paths of all photos or samples, in the order of time
 * @param names of their folders
 * @param from the input folder, for the sentence
 * @throws UsageError if there are fewer frames
 */
export function framesOf(
  { sources, names }: { sources: readonly string[]; names: readonly string[] },
  { start, count }: Range,
  { from, out }: { from: string; out: string },
): Frame[] {
  const end = count === undefined ? sources.length : start + count;
  if (start >= sources.length || end > sources.length)
    throw new UsageError(
      `${from} has the frames 0 to ${sources.length - 1}, but ${start} to ${Math.max(start, end - 1)} are asked for.`,
    );
  return sources.slice(start, end).map((source, i) => ({
    number: start + i,
    source,
    folder: path.join(out, FINISHED, names[start + i]),
  }));
}

/** Name of a frame's splat. SuperSplat plays files whose names differ only in a number at the end; it counts from 1. */
export const plyName = ({ number }: Frame): string =>
  `frame${`${number + 1}`.padStart(4, '0')}.ply`;

/** Name of a frame's picture. */
export const pictureName = ({ number }: Frame): string =>
  `frame_${`${number}`.padStart(6, '0')}.png`;

/** Name of the folder and of the video of a camera. */
export const viewName = (camera: number): string => `view_${`${camera}`.padStart(2, '0')}`;
