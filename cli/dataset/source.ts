import type { RgbaImage } from '../../src/core/image/image.ts';

/** The frames of one camera, or their masks: a video, or a folder of pictures. */
export interface FrameSource {
  /** Path, for sentences. */
  name: string;
  /** Number of frames. */
  frames: number;
  /** What changes if the frames change. It is compared as JSON. */
  stamp: unknown;
  /**
   * Frames by their numbers, one after the other. Only the current one is in memory. To stop before the end, abort.
   * @param numbers ascending, below `frames`
   * @throws VideoError or AppError
   */
  read: (numbers: readonly number[], signal: AbortSignal) => AsyncGenerator<RgbaImage>;
}
