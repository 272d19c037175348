import type { Camera } from '../../core/camera/camera.ts';
import type { SplatShape } from '../../core/gaussians/splat-shape.ts';

/** `splats`: the Gaussians as they are. `points`: a dot at the centre of each. */
export const SPLAT_STYLES = ['splats', 'points'] as const;

export type SplatStyle = (typeof SPLAT_STYLES)[number];

/** What draws the splat. `webgl`: a GPU, through WebGL2. `software`: the rasterizer in TypeScript. */
export const DRAWERS = ['webgl', 'software'] as const;

export type Drawer = (typeof DRAWERS)[number];

/** One picture of the splat. Its size in pixels is the camera's. */
export interface Shot {
  camera: Camera;
  style: SplatStyle;
  /** Whether the ring on the floor is drawn. */
  floor: boolean;
  /** Whether it is drawn in steps, so that the page can draw in between. A picture takes a little longer then. */
  unhurried: boolean;
}

/** All functions of the worker, as comlink exposes them. */
export interface View3dApi {
  /**
   * Draws on this canvas from now on.
   * @param wanted what draws. Null: WebGL2 if a GPU computes it, else software
   * @returns what draws
   */
  start(canvas: OffscreenCanvas, wanted: Drawer | null): Drawer;
  /** Loads a splat from a standard PLY. It replaces the splat before. @throws AppError `ply-…` */
  load(ply: Blob): Promise<SplatShape>;
  /** Draws on the canvas, and resolves when the picture is finished. False if the GPU has dropped the context. */
  draw(shot: Shot): Promise<boolean>;
  /** A PNG without a background. The canvas keeps its picture. Null if nothing can be drawn. */
  snapshot(shot: Shot): Promise<Blob | null>;
}
