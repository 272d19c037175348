import type { OrbitView } from '../../worker/protocol.ts';

/** Shows a splat that the user can turn and zoom. */
export interface SplatViewer {
  /** What draws the splat. `webgl`: the GPU, through WebGL. `picture`: the pipeline's rasterizer. */
  readonly kind: 'webgl' | 'picture';
  /** Resolves when the splat is visible. A `picture` viewer can show the splat only after the run has ended. */
  load(ply: Blob): Promise<void>;
  /** Moves the camera back to the first view. */
  reset(): void;
  /** A factor above 1 moves the camera closer. */
  zoom(factor: number): void;
  setAutoTurn(on: boolean): void;
  /** Sets the accessible name of the canvas. */
  setLabel(label: string): void;
  /** What the viewer shows as a PNG, sharper than the screen where it can be. Null before there is a picture. */
  snapshot(): Promise<Blob | null>;
  dispose(): void;
}

export interface ViewerOptions {
  /** The element that the canvas fills. */
  container: HTMLElement;
  /** Draws a splat without WebGL. */
  renderOrbit(ply: Blob, view: OrbitView): Promise<ImageBitmap>;
  /** Called when the automatic turn ends: the user turned the mouse or reset the view, or drawing is too slow. */
  onTurnStopped(): void;
}
