import type { OrbitView } from '../../worker/protocol.ts';

/** Shows a splat that the user can turn and zoom. */
export interface SplatViewer {
  /** What draws the splat: the graphics card through WebGL, or the app's own rasterizer. */
  readonly kind: 'webgl' | 'picture';
  /** Resolves when the splat is visible. `picture` can show it only after the run has ended. */
  load(ply: Blob): Promise<void>;
  /** Turns back to the first view. */
  reset(): void;
  /** A factor above 1 moves the camera closer. */
  zoom(factor: number): void;
  setAutoTurn(on: boolean): void;
  /** Sets the accessible name of the canvas. */
  setLabel(label: string): void;
  dispose(): void;
}

export interface ViewerOptions {
  /** The element that the canvas fills. */
  host: HTMLElement;
  /** Draws the result of the last run without WebGL. */
  renderOrbit(view: OrbitView): Promise<ImageBitmap>;
  /** Called when the viewer has stopped turning by itself: the user turned it, or drawing is too slow. */
  onTurnStopped(): void;
}
