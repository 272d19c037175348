import path from 'node:path';
import type { Camera } from '../../src/core/camera/camera.ts';
import type { Similarity } from '../../src/core/camera/similarity.ts';
import type { Rig } from '../../src/core/camera/rig.ts';
import { AppError } from '../../src/core/errors.ts';
import { placeViews } from '../../src/pipeline/posed/place.ts';
import { readEntries } from '../cameras.ts';
import { UsageError } from '../command.ts';
import { sampleCameras } from '../reconstruct/posed-pictures.ts';
import { openSample, type SampleFolder } from '../sample-folder.ts';
import type { SequenceForm } from './form.ts';
import type { Frame } from './frame.ts';

/** A source of samples. */
export type Posed = Extract<SequenceForm['source'], { kind: 'samples' }>;

/** The cameras that all samples of a sequence have. */
export interface SequenceRig {
  sample: SampleFolder;
  /** All cameras of the camera file, in its frame. */
  cameras: Camera[];
}

/**
 * The cameras of the first sample that has some.
 * @throws what is wrong with the last sample, if no sample can be opened
 */
export async function findRig(
  frames: readonly Frame[],
  { posed: { cameraSize } }: Posed,
): Promise<SequenceRig> {
  let fault: unknown;
  for (const { source } of frames) {
    try {
      const sample = await openSample(source);
      return { sample, cameras: await sampleCameras(sample, cameraSize) };
    } catch (error) {
      fault = error;
    }
  }
  throw fault;
}

/**
 * From the frame of the camera files to the frame of all splats: the identity for `lab`. For `model` it depends on the
 * cameras only, so it is the same for each frame and each run: up is Z, the origin is where the optical axes meet, and the
 * cameras have the trained mean distance. With the placement `none` it is the identity, too.
 * @param cameras those whose pictures are used
 * @throws UsageError if the axes do not meet
 */
export function frameOf(
  cameras: readonly Camera[],
  { placement, frame }: Posed['placed'],
  rig: Rig,
): Similarity {
  const name = frame === 'lab' || placement === 'none' ? 'none' : 'axes';
  try {
    const { toSplat } = placeViews([], cameras, name, rig).placement;
    if (toSplat) return toSplat;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
  throw new UsageError(
    'The optical axes of the cameras do not meet, so there is no origin for all splats. Use --frame lab.',
  );
}

/** A camera has moved if a number of its rotation differs by this, or its position by this part of its distance. */
const MOVED = 1e-3;

/** Whether two poses are the same. The numbers are those of world-to-camera matrices. */
const isSame = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  const shift = (m: ArrayLike<number>) => [m[3], m[7], m[11]];
  const length = Math.hypot(...shift(b));
  return Array.from(b).every(
    (value, i) =>
      Math.abs(value - a[i]) <= MOVED * (i % 4 === 3 && i < 12 ? Math.max(length, 1e-9) : 1),
  );
};

/** A sentence about samples whose cameras stand elsewhere than those of the rig. Null if there are none. */
export async function movedText(
  frames: readonly Frame[],
  { sample, cameras }: SequenceRig,
): Promise<string | null> {
  const moved: string[] = [];
  for (const { source } of frames) {
    // What is wrong with a sample is said when it is reconstructed.
    const entries = await openSample(source)
      .then((each) => readEntries(each.cameras))
      .catch(() => []);
    if (entries.some(({ w2c }, i) => i < cameras.length && !isSame(w2c, cameras[i].w2c)))
      moved.push(path.basename(source));
  }
  if (moved.length === 0) return null;
  return `The cameras of ${moved.length} of ${frames.length} samples (first: ${moved[0]}) stand elsewhere than those of ${sample.name}. All camera files are taken to have the same coordinates, and the films are those of the cameras of ${sample.name}. If each file has coordinates of its own, the mouse jumps.`;
}
