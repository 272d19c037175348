import type { OrbitView } from '../../worker/protocol.ts';

/** Something that shows a splat and lets people turn it. */
export interface SplatViewer {
  /** What draws: the graphics card through WebGL, or the app's own rasterizer. */
  readonly kind: 'webgl' | 'picture';
  /** Resolves when the splat is seen. A picture needs the run to be over. */
  load(ply: Blob): Promise<void>;
  reset(): void;
  zoom(factor: number): void;
  setAutoTurn(on: boolean): void;
  /** What the canvas is called. */
  setLabel(label: string): void;
  dispose(): void;
}

export interface ViewerOptions {
  /** The element that the canvas fills. */
  host: HTMLElement;
  /** Draws the current result exactly, without WebGL. */
  renderOrbit(view: OrbitView): Promise<ImageBitmap>;
  /** The viewer stopped turning by itself: taken in hand, or too slow for it. */
  onTurnStopped(): void;
}

const hasWebGl2 = () => {
  const context = document.createElement('canvas').getContext('webgl2');
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return context !== null;
};

/** The WebGL viewer where it can start, else the drag-to-orbit picture. */
export async function openViewer(options: ViewerOptions): Promise<SplatViewer> {
  if (hasWebGl2()) {
    try {
      const { WebGlViewer } = await import('./webgl-viewer.ts');
      return new WebGlViewer(options);
    } catch (error) {
      console.warn('The WebGL viewer could not start.', error);
      options.host.replaceChildren();
    }
  }
  const { OrbitPicture } = await import('./orbit-picture.ts');
  return new OrbitPicture(options);
}

/** A canvas that fills its host and takes the keyboard. */
export const makeCanvas = ({ host }: ViewerOptions): HTMLCanvasElement => {
  const canvas = document.createElement('canvas');
  canvas.tabIndex = 0;
  // Keys are for the mouse, also with a screen reader.
  canvas.setAttribute('role', 'application');
  host.replaceChildren(canvas);
  return canvas;
};
