import type { GaussianCloud } from '../../core/gaussians/gaussian-cloud.ts';
import type { SplatShape } from '../../core/gaussians/splat-shape.ts';
import type { Drawer, Shot } from './protocol.ts';

/** One splat on its floor, drawn on one canvas. */
export interface Scene {
  readonly kind: Drawer;
  readonly canvas: OffscreenCanvas;
  /**
   * Replaces the splat. The memory of the one before is freed.
   * @throws AppError `internal` if there are more Gaussians than can be drawn
   */
  load(cloud: GaussianCloud): SplatShape;
  /** Draws on the canvas, which gets the camera's size. False if the context is lost, or no splat is loaded. */
  draw(shot: Shot): boolean | Promise<boolean>;
  /** Waits until the picture is there, so that pictures do not queue up. */
  finish(): void;
}
