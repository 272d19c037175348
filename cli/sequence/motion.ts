import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  composed,
  inverseSimilarity,
  mapPoint,
  type Similarity,
} from '../../src/core/camera/similarity.ts';
import { turnFromZ, uprightTurn } from '../../src/core/camera/upright.ts';
import type { GaussianCloud } from '../../src/core/gaussians/gaussian-cloud.ts';
import { median } from '../../src/core/median.ts';
import { UsageError } from '../command.ts';
import { placementBeside } from '../evaluate/placement.ts';
import type { Frame } from './frame.ts';
import { smoothed } from './smooth.ts';

const IDENTITY: Similarity = {
  scale: 1,
  rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  translation: [0, 0, 0],
};

/** How the splat of a frame comes into the frame of all splats. */
export interface Motion {
  /** From the splat in the frame's folder to the splat of the sequence. */
  toSequence: Similarity;
  /** By how much smoothing moved the splat, in the frame of all splats. Absent: not at all. */
  moved?: number[];
  /** By which angle smoothing turned it, degrees. */
  turnedDeg?: number;
}

/** Path of a finished frame's splat. */
export const splatOf = ({ folder }: Frame): string => path.join(folder, 'gaussians.ply');

/**
 * The way back from a sample's own placement into the frame of all splats.
 * @param toSequence from the frame of the camera files
 * @throws UsageError if placement.json in the frame's folder cannot be used
 */
async function ofSample(frame: Frame, toSequence: Similarity): Promise<Similarity> {
  const toSplat = (await placementBeside(splatOf(frame)))?.toSplat;
  if (!toSplat) throw new UsageError(`${frame.folder} has no placement of its splat. Use --force.`);
  return composed(inverseSimilarity(toSplat), toSequence);
}

/** The middle of a splat: along each axis the median of the centres, which a tail or a floater hardly moves. */
const middleOf = ({ xyz }: GaussianCloud): number[] =>
  [0, 1, 2].map((k) => median(Array.from(xyz.filter((_, i) => i % 3 === k))));

/**
 * The motions of samples.
 * @param toSequence from the frame of the camera files to that of all splats
 * @param read reads the splat of a frame
 * @param smooth whether the middles of the splats are smoothed over time
 */
export async function sampleMotions(
  frames: readonly Frame[],
  toSequence: Similarity,
  { read, smooth }: { read: (frame: Frame) => Promise<GaussianCloud>; smooth: boolean },
): Promise<Map<Frame, Motion>> {
  const motions = new Map<Frame, Motion>();
  const middles = new Map<number, number[]>();
  for (const frame of frames) {
    const way = await ofSample(frame, toSequence);
    motions.set(frame, { toSequence: way });
    if (smooth) middles.set(frame.number, mapPoint(way, middleOf(await read(frame))));
  }
  if (!smooth) return motions;
  const path = smoothed(middles);
  for (const [frame, { toSequence: way }] of motions) {
    const from = middles.get(frame.number)!;
    const moved = path.get(frame.number)!.map((value, k) => value - from[k]);
    const translation = way.translation.map((value, k) => value + moved[k]);
    motions.set(frame, { toSequence: { ...way, translation }, moved });
  }
  return motions;
}

/** Which direction of the rig's frame is up in a photo, as pose.json in the frame's folder says it. */
async function upOf({ folder }: Frame): Promise<number[]> {
  const file = path.join(folder, 'pose.json');
  const { up } = JSON.parse(await readFile(file, 'utf8')) as { up?: number[] };
  if (up?.length === 3) return up;
  throw new UsageError(`${file} does not say which direction is up. Use --force.`);
}

/**
 * The motions of photos: none, for each splat stands upright around the origin. With `smooth` each splat is turned from
 * its own up to the smoothed one.
 */
export async function photoMotions(
  frames: readonly Frame[],
  smooth: boolean,
): Promise<Map<Frame, Motion>> {
  if (!smooth) return new Map(frames.map((frame) => [frame, { toSequence: IDENTITY }]));
  const ups = new Map<number, number[]>();
  for (const frame of frames) ups.set(frame.number, await upOf(frame));
  const path = smoothed(ups);
  return new Map(
    frames.map((frame) => {
      const [own, wanted] = [ups, path].map((list) => unit(list.get(frame.number)!));
      // Not by the cosine, in which a small angle is lost.
      const chord = Math.hypot(...own.map((value, k) => value - wanted[k]));
      const turnedDeg = (2 * Math.asin(Math.min(1, chord / 2)) * 180) / Math.PI;
      return [frame, { toSequence: composed(turnFromZ(own), uprightTurn(wanted)), turnedDeg }];
    }),
  );
}

const unit = (v: readonly number[]): number[] => v.map((value) => value / Math.hypot(...v));
