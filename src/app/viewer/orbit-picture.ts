import { VIEWER_FOV_DEG } from '../../core/camera/orbit.ts';
import { makeCanvas, pngOf } from './canvas.ts';
import type { Orbit } from './orbit.ts';
import { OrbitDriver } from './orbit-driver.ts';
import type { SplatViewer, ViewerOptions } from './types.ts';

/**
 * `renderOrbit` has a larger field of view than the WebGL viewer, which has 31°. The distance is multiplied by this factor, so that
 * the mouse is as large as in the WebGL viewer.
 */
const DISTANCE_FACTOR = Math.tan((31 * Math.PI) / 360) / Math.tan((VIEWER_FOV_DEG * Math.PI) / 360);
/** Width of a picture in pixels while the camera moves, and largest width when the camera rests. */
const SIZE_MOVING = 192;
const SIZE_MAX = 640;
/** If drawing a picture takes longer than this, the automatic turn ends. */
const TOO_SLOW_MS = 120;

/**
 * The viewer for browsers in which WebGL2 cannot start. It shows pictures that the pipeline's rasterizer draws, one at a
 * time. Views that are requested while a picture is being drawn replace each other: only the newest is drawn.
 */
export class OrbitPicture implements SplatViewer {
  readonly kind = 'picture';
  private readonly canvas: HTMLCanvasElement;
  private readonly driver: OrbitDriver;
  /** The view to draw next. `size`: width of the picture in pixels. */
  private request: { orbit: Orbit; size: number } | null = null;
  private drawing = false;
  private disposed = false;
  private autoTurn = false;
  /** Set by `load`, as is `ply`. */
  private onShown: (() => void) | null = null;
  private ply: Blob | null = null;

  constructor(private readonly options: ViewerOptions) {
    this.canvas = makeCanvas(options.container);
    this.canvas.classList.add('orbit-picture');
    this.driver = new OrbitDriver(
      this.canvas,
      (orbit, moving) => this.requestView(orbit, moving),
      () => {},
      options.onTurnStopped,
    );
  }

  load(ply: Blob) {
    this.ply = ply;
    this.driver.invalidate();
    return new Promise<void>((resolve) => (this.onShown = resolve));
  }

  reset() {
    this.driver.reset();
  }

  zoom(factor: number) {
    this.driver.zoom(factor);
  }

  setAutoTurn(on: boolean) {
    this.autoTurn = on;
    this.driver.setTurning(on);
  }

  setLabel(label: string) {
    this.canvas.setAttribute('aria-label', label);
  }

  snapshot() {
    return pngOf(this.canvas);
  }

  dispose() {
    this.disposed = true;
    this.driver.dispose();
    this.canvas.remove();
  }

  private requestView(orbit: Orbit, moving: boolean) {
    if (!this.onShown) return;
    const { clientWidth, clientHeight } = this.options.container;
    const full = Math.min(clientWidth, clientHeight) * window.devicePixelRatio;
    const size = moving ? SIZE_MOVING : Math.max(SIZE_MOVING, Math.min(SIZE_MAX, full));
    this.request = { orbit, size: Math.round(size) };
    if (!this.drawing) void this.drawRequests();
  }

  private async drawRequests() {
    this.drawing = true;
    while (this.request && this.ply && !this.disposed) {
      const { orbit, size } = this.request;
      this.request = null;
      const { azimuthDeg, elevationDeg, distance } = orbit;
      const began = performance.now();
      try {
        const radius = distance * DISTANCE_FACTOR;
        const picture = await this.options.renderOrbit(this.ply, {
          azimuthDeg,
          elevationDeg,
          radius,
          size,
        });
        this.show(picture);
      } catch {
        // `renderOrbit` rejects, for example if the worker has died. The last picture stays.
      }
      if (this.autoTurn && performance.now() - began > TOO_SLOW_MS) this.stopTurning();
    }
    this.drawing = false;
  }

  private show(picture: ImageBitmap) {
    this.canvas.width = picture.width;
    this.canvas.height = picture.height;
    this.canvas.getContext('2d')?.drawImage(picture, 0, 0);
    picture.close();
    this.onShown?.();
  }

  private stopTurning() {
    this.autoTurn = false;
    this.driver.setTurning(false);
    this.options.onTurnStopped();
  }
}
