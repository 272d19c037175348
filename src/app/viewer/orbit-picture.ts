import { makeCanvas } from './canvas.ts';
import type { Orbit } from './orbit.ts';
import { OrbitDriver } from './orbit-driver.ts';
import type { SplatViewer, ViewerOptions } from './types.ts';

/**
 * `renderOrbit` draws with a field of view of 50°, the WebGL viewer with 31°. The camera's distance times this factor
 * gives pictures of the same size.
 */
const DISTANCE_FACTOR = Math.tan((31 * Math.PI) / 360) / Math.tan((50 * Math.PI) / 360);
/** Pixels across a picture while the camera moves, and at most when it rests. */
const SIZE_MOVING = 192;
const SIZE_MAX = 640;
/** A picture that takes longer than this ends the automatic turn. */
const TOO_SLOW_MS = 120;

/**
 * The viewer where WebGL2 cannot start. Shows pictures of the app's own rasterizer, which it requests one at a time; of
 * the views that are requested during a drawing, only the newest is drawn.
 */
export class OrbitPicture implements SplatViewer {
  readonly kind = 'picture';
  private readonly canvas: HTMLCanvasElement;
  private readonly driver: OrbitDriver;
  /** The view to be drawn next; `size` in pixels. */
  private request: { orbit: Orbit; size: number } | null = null;
  private drawing = false;
  private disposed = false;
  private autoTurn = false;
  /** Set by the first `load`. Nothing is drawn before it, because the worker may still have the mouse of an earlier run. */
  private onShown: (() => void) | null = null;

  constructor(private readonly options: ViewerOptions) {
    this.canvas = makeCanvas(options.host);
    this.canvas.classList.add('orbit-picture');
    this.driver = new OrbitDriver(
      this.canvas,
      (orbit, moving) => this.requestView(orbit, moving),
      () => {},
      options.onTurnStopped,
    );
  }

  /** The file is not needed: from the end of the run on, the worker has the splat itself. */
  load() {
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

  dispose() {
    this.disposed = true;
    this.driver.dispose();
    this.canvas.remove();
  }

  private requestView(orbit: Orbit, moving: boolean) {
    if (!this.onShown) return;
    const { clientWidth, clientHeight } = this.options.host;
    const full = Math.min(clientWidth, clientHeight) * window.devicePixelRatio;
    const size = moving ? SIZE_MOVING : Math.max(SIZE_MOVING, Math.min(SIZE_MAX, full));
    this.request = { orbit, size: Math.round(size) };
    if (!this.drawing) void this.drawRequests();
  }

  private async drawRequests() {
    this.drawing = true;
    while (this.request && !this.disposed) {
      const { orbit, size } = this.request;
      this.request = null;
      const { azimuthDeg, elevationDeg, distance } = orbit;
      const began = performance.now();
      try {
        const radius = distance * DISTANCE_FACTOR;
        const picture = await this.options.renderOrbit({ azimuthDeg, elevationDeg, radius, size });
        this.show(picture);
      } catch {
        // The worker has been restarted and has no result: the last picture stays.
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
