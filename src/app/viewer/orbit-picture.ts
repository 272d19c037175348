import type { Orbit } from './orbit.ts';
import { OrbitDriver } from './orbit-driver.ts';
import { makeCanvas, type SplatViewer, type ViewerOptions } from './splat-viewer.ts';

/** The rig's field of view, with which `renderOrbit` draws, is wider than the WebGL viewer's: step closer. */
const CLOSER = Math.tan((31 * Math.PI) / 360) / Math.tan((50 * Math.PI) / 360);
const SIZE_MOVING = 192;
const SIZE_MAX = 640;
/** Turning by itself makes sense only when a picture takes less than this. */
const TURN_MS = 120;

/** Where WebGL cannot start: pictures by the app's own rasterizer, the newest wish first, one at a time. */
export class OrbitPicture implements SplatViewer {
  readonly kind = 'picture';
  private readonly canvas: HTMLCanvasElement;
  private readonly driver: OrbitDriver;
  private wish: { orbit: Orbit; size: number } | null = null;
  private drawing = false;
  private disposed = false;
  private turnWanted = false;
  /** Set by the first `load`: before it, the worker may still hold another mouse. */
  private onShown: (() => void) | null = null;

  constructor(private readonly options: ViewerOptions) {
    this.canvas = makeCanvas(options);
    this.canvas.classList.add('orbit-picture');
    this.driver = new OrbitDriver(
      this.canvas,
      (orbit, moving) => this.want(orbit, moving),
      () => {},
      options.onTurnStopped,
    );
  }

  /** The worker holds the splat itself, from the end of the run on; the file is not needed. */
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
    this.turnWanted = on;
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

  private want(orbit: Orbit, moving: boolean) {
    if (!this.onShown) return;
    const { clientWidth, clientHeight } = this.options.host;
    const full = Math.min(clientWidth, clientHeight) * window.devicePixelRatio;
    const size = moving ? SIZE_MOVING : Math.max(SIZE_MOVING, Math.min(SIZE_MAX, full));
    this.wish = { orbit, size: Math.round(size) };
    if (!this.drawing) void this.fulfil();
  }

  private async fulfil() {
    this.drawing = true;
    while (this.wish && !this.disposed) {
      const { orbit, size } = this.wish;
      this.wish = null;
      const { azimuthDeg, elevationDeg, distance } = orbit;
      const began = performance.now();
      try {
        const radius = distance * CLOSER;
        const picture = await this.options.renderOrbit({ azimuthDeg, elevationDeg, radius, size });
        this.show(picture);
      } catch {
        // The worker was started anew and holds no result: the last picture stays.
      }
      if (this.turnWanted && performance.now() - began > TURN_MS) this.stopTurning();
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
    this.turnWanted = false;
    this.driver.setTurning(false);
    this.options.onTurnStopped();
  }
}
