import type { Similarity } from '../../src/core/camera/similarity.ts';
import type { GaussianCloud } from '../../src/core/gaussians/gaussian-cloud.ts';
import type { Doubts } from '../doubts.ts';
import type { FilmCamera } from './film-cameras.ts';
import type { Frame } from './frame.ts';
import type { Motion } from './motion.ts';

/** The frames of a sequence, and how they are made. */
export interface SequenceSource {
  frames: readonly Frame[];
  /** In the frame of all splats. */
  cameras: readonly FilmCamera[];
  /** From the frame of the camera files to that of all splats. Null with photos. */
  toSplats: Similarity | null;
  /**
   * Reconstructs frames into their folders. Frames that are done are left out. Resolves with a sentence about each frame
   * that failed.
   */
  reconstruct: (frames: readonly Frame[], doubts: Doubts) => Promise<Map<Frame, string>>;
  /** How the splats of finished frames come into one frame. @param read reads a splat */
  motions: (
    frames: readonly Frame[],
    read: (frame: Frame) => Promise<GaussianCloud>,
  ) => Promise<Map<Frame, Motion>>;
}

/** The stages that only draw. The pictures of a frame are drawn when all frames are there. */
const DRAWING: readonly string[] = ['render', 'turntable', 'losses'];

/** The stages that a frame needs, of a table of stages. */
export const withoutPictures = <Row extends { id: string }>(stages: readonly Row[]): Row[] =>
  stages.filter(({ id }) => !DRAWING.includes(id));
