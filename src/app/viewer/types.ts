import type { Camera } from '../../core/camera/camera.ts';
import type { SplatStyle } from '../../worker/view3d/protocol.ts';

/** Shows a splat that the user can turn and zoom. */
export interface SplatViewer {
  /** Resolves when the splat is visible. */
  load(ply: Blob): Promise<void>;
  /** Moves the camera back to the first view. */
  reset(): void;
  /** A factor above 1 moves the camera closer. */
  zoom(factor: number): void;
  /** Moves the camera so that the whole splat fills the picture. */
  frame(): void;
  /** Flies to a camera. `onArrived` is called there. Null: the camera stays where it is. */
  flyTo(camera: Camera | null): void;
  setAutoTurn(on: boolean): void;
  setStyle(style: SplatStyle): void;
  /** Sets the accessible name of the canvas. */
  setLabel(label: string): void;
  /** What the viewer shows as a PNG, sharper than the screen where it can be. Null before there is a picture. */
  snapshot(): Promise<Blob | null>;
  dispose(): void;
}

export interface ViewerOptions {
  /** The element that the canvas fills. */
  container: HTMLElement;
  /** Called when the automatic turn ends: the user turned the mouse or reset the view, or drawing is too slow. */
  onTurnStopped(): void;
  /** Called when the camera of `flyTo` has been reached, and its picture is drawn. */
  onArrived?(): void;
  /** Called when the user moves the camera. */
  onInput?(): void;
}
