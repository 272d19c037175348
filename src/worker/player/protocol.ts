import type { UpAxis } from '../../core/camera/upright.ts';
import type { Camera } from '../../core/camera/camera.ts';

/** A splat file of a person. */
export interface SplatFile {
  name: string;
  blob: Blob;
}

/** What is known of the splats after they have been opened. */
export interface OpenedSplats {
  /** Number of Gaussians in the first splat. */
  gaussians: number;
  /** What draws. */
  rasterizer: 'webgpu' | 'cpu';
}

/** All functions of the player's worker, as comlink exposes them. */
export interface PlayerApi {
  /**
   * Opens splats as frames of a sequence. The frames share one point of view: what they contain is moved to the origin,
   * and made as large as a mouse.
   * @throws AppError `ply-…` if none of the first, the middle and the last one is a splat
   */
  open(files: readonly SplatFile[], rasterizer: 'webgpu' | 'cpu'): Promise<OpenedSplats>;
  /**
   * Draws a frame.
   * @param up axis of the splats that points up in the picture
   * @throws AppError `ply-…` if it is no splat
   */
  render(frame: number, up: UpAxis, camera: Camera): Promise<ImageBitmap>;
}

/** The player, as the page uses it. The first call starts the worker. */
export interface PlayerClient extends PlayerApi {
  /** Ends the worker, and frees all memory. */
  close(): void;
}
