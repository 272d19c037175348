import type { Camera } from '../../core/camera/camera.ts';
import type { Shot, SplatStyle } from '../../worker/view3d/protocol.ts';
import type { Orbit } from './orbit.ts';
import { byShorterWay } from './orbit.ts';
import { cameraOf, framed, orbitOf, panned, type Size } from './orbit-camera.ts';
import { OrbitDriver } from './orbit-driver.ts';
import type { Painter } from './painter.ts';
import { Resolution } from './resolution.ts';
import type { SplatViewer, ViewerOptions } from './types.ts';

/** Milliseconds without a movement after which the picture is drawn at full resolution. */
const REST_MS = 80;

/**
 * The viewer. Pictures are drawn one at a time: of the views that are wanted while a picture is being drawn, only the
 * newest is drawn. While the camera moves, the resolution is as high as the computer can draw it smoothly.
 */
export class SplatView implements SplatViewer {
  private readonly driver: OrbitDriver;
  private readonly resizes: ResizeObserver;
  private readonly resolution = new Resolution();
  private wanted: { orbit: Orbit; sharp: boolean } | null = null;
  private drawing = false;
  private disposed = false;
  private style: SplatStyle = 'splats';
  private autoTurn = false;
  /** Where the camera flies. */
  private flying: Orbit | null = null;
  private loads = 0;
  /** Settles `load` when its splat is drawn, or cannot be drawn. */
  private loading: { shown(): void; failed(error: unknown): void } | null = null;
  private restTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly painter: Painter,
    private readonly options: ViewerOptions,
  ) {
    this.driver = new OrbitDriver(painter.canvas, {
      draw: (orbit, moving) => this.want(orbit, moving),
      onTurnStopped: options.onTurnStopped,
      onInput: () => {
        this.flying = null;
        options.onInput?.();
      },
      panned: (orbit, x, y) => panned(orbit, x, y, this.size()),
      framed: (orbit) => (painter.shape ? framed(orbit, painter.shape, this.size()) : orbit),
    });
    this.resizes = new ResizeObserver(() => this.driver.invalidate());
    this.resizes.observe(options.container);
  }

  async load(ply: Blob) {
    const load = ++this.loads;
    await this.painter.load(ply);
    if (load !== this.loads || this.disposed) return;
    this.driver.invalidate();
    await new Promise<void>((shown, failed) => (this.loading = { shown, failed }));
  }

  reset() {
    this.driver.reset();
  }

  zoom(factor: number) {
    this.driver.zoom(factor);
  }

  frame() {
    this.driver.frame();
  }

  flyTo(camera: Camera | null) {
    this.flying = null;
    if (!camera) return;
    const middle = this.painter.shape?.middle ?? [0, 0, 0];
    this.flying = byShorterWay(orbitOf(camera, middle), this.driver.orbit);
    this.driver.flyTo(this.flying);
  }

  setAutoTurn(on: boolean) {
    this.autoTurn = on;
    this.driver.setTurning(on);
  }

  setStyle(style: SplatStyle) {
    if (style === this.style) return;
    this.style = style;
    this.driver.invalidate();
  }

  setLabel(label: string) {
    this.painter.canvas.setAttribute('aria-label', label);
  }

  async snapshot() {
    if (this.loads === 0) return null;
    const { width, height } = this.pixels(this.painter.snapshotScale);
    return this.painter.snapshot(this.shot(this.driver.orbit, { width, height }, false, true));
  }

  dispose() {
    this.disposed = true;
    clearTimeout(this.restTimer);
    this.driver.dispose();
    this.resizes.disconnect();
    this.painter.dispose();
  }

  /** Of the container, CSS pixels. */
  private size(): Size {
    const { clientWidth, clientHeight } = this.options.container;
    return { width: Math.max(1, clientWidth), height: Math.max(1, clientHeight) };
  }

  /** Size of a picture with this many pixels per pixel of the screen. */
  private pixels(scale: number): Size {
    const { width, height } = this.size();
    const screen = width * height * window.devicePixelRatio ** 2;
    const most = Math.sqrt(this.painter.pixelsMax / screen);
    const ratio = Math.min(scale, most) * window.devicePixelRatio;
    const whole = (length: number) => Math.max(1, Math.round(length * ratio));
    return { width: whole(width), height: whole(height) };
  }

  private shot(orbit: Orbit, size: Size, floor: boolean, unhurried: boolean): Shot {
    return { camera: cameraOf(orbit, size), style: this.style, floor, unhurried };
  }

  private want(orbit: Orbit, moving: boolean) {
    clearTimeout(this.restTimer);
    this.painter.canvas.dataset.picture = 'quick';
    this.wanted = { orbit, sharp: false };
    if (!moving)
      this.restTimer = setTimeout(() => {
        this.wanted = { orbit, sharp: true };
        void this.drawWanted();
      }, REST_MS);
    void this.drawWanted();
  }

  private async drawWanted() {
    if (this.drawing) return;
    this.drawing = true;
    while (this.wanted && this.loads > 0 && !this.disposed) {
      const { orbit, sharp } = this.wanted;
      const load = this.loads;
      this.wanted = null;
      const began = performance.now();
      const size = this.pixels(sharp ? 1 : this.resolution.ratio);
      const done = await this.painter
        .paint(this.shot(orbit, size, true, sharp))
        .catch((error: unknown) => {
          // For example if the worker has died. The last picture stays.
          if (!this.disposed) console.warn('A picture of the splat could not be drawn.', error);
          this.settle(load, ({ failed }) => failed(error));
          return false;
        });
      if (!done) continue;
      // For tests: nothing more is to be drawn.
      if (sharp && !this.wanted) this.painter.canvas.dataset.picture = 'sharp';
      this.settle(load, ({ shown }) => shown());
      if (sharp) this.arrive(orbit);
      else if (this.resolution.adapt(performance.now() - began) && this.autoTurn)
        this.stopTurning();
    }
    this.drawing = false;
  }

  /** A picture of an earlier splat says nothing about the newest one. */
  private settle(load: number, how: (loading: NonNullable<SplatView['loading']>) => void) {
    if (load !== this.loads || !this.loading) return;
    how(this.loading);
    this.loading = null;
  }

  private arrive(orbit: Orbit) {
    if (orbit !== this.flying) return;
    this.flying = null;
    this.options.onArrived?.();
  }

  private stopTurning() {
    this.setAutoTurn(false);
    this.options.onTurnStopped();
  }
}
