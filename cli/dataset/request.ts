import type { Size } from '../../src/core/camera/files/index.ts';
import type { Shard } from '../shard.ts';

/** What `dataset` was asked to do. */
export interface DatasetOptions {
  /** Path of the folder of videos. */
  videos: string;
  /** Path of the folder of masks, or null. */
  masks: string | null;
  /** Path of the camera file. */
  cameras: string;
  /** Path of the data folder. */
  out: string;
  /** Name in the lists of samples. */
  name: string;
  /** How many samples are wanted. */
  samples: number;
  /** Side of the pictures, pixels. */
  size: number;
  /** Part of the samples that is for validation, 0…1. */
  val: number;
  /** Part of the moments that is left out at both ends. */
  skipEnds: number;
  /** The first moment that may be taken, and the first that may not. */
  start: number;
  end: number | undefined;
  /** Moments that are left out. */
  skipped: ReadonlySet<number>;
  /** Frames by which each camera is late. Undefined: all cameras are in step. */
  offsets: readonly number[] | undefined;
  /** `exact`: the lens of the cut picture. `lab`: 50°, whatever the lens is. */
  intrinsics: 'exact' | 'lab';
  /** `lab`: lengths are scaled to a mean distance of the cameras of 2.7. */
  normalise: 'none' | 'lab';
  /** Size of the frames for which the cameras were calibrated, if their file does not state it. */
  cameraSize: Size | undefined;
  /** Which part of the samples is made. Undefined: that of a cluster's job, else all. */
  shard: Shard | undefined;
  /** Whether everything is made again. */
  force: boolean;
}
