import type { SplatShape } from '../../core/gaussians/splat-shape.ts';
import type { Shot } from '../../worker/view3d/protocol.ts';

/** What draws the pictures of a viewer, one at a time. */
export interface Painter {
  readonly canvas: HTMLCanvasElement;
  /** Most pixels of a picture. */
  readonly pixelsMax: number;
  /** Pixels of a snapshot per pixel of the screen. */
  readonly snapshotScale: number;
  /** Sets the splat that is drawn from now on. */
  load(ply: Blob): Promise<void>;
  /** Draws on the canvas, and resolves when that is done. False if nothing could be drawn. */
  paint(shot: Shot): Promise<boolean>;
  /** The shape of the splat, if it is known. */
  readonly shape: SplatShape | null;
  snapshot(shot: Shot): Promise<Blob | null>;
  dispose(): void;
}
