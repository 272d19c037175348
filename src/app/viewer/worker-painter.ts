import { transfer } from 'comlink';
import type { SplatShape } from '../../core/gaussians/splat-shape.ts';
import { startView3d } from '../../worker/view3d/bridge.ts';
import type { Drawer, Shot } from '../../worker/view3d/protocol.ts';
import { makeCanvas } from './canvas.ts';
import type { Painter } from './painter.ts';

/** The rasterizer needs 52 bytes for each. */
const SOFTWARE_PIXELS_MAX = 2560 * 1440;

/** Draws in a worker, straight onto the canvas of the page. */
export class WorkerPainter implements Painter {
  /** What a large screen has. */
  pixelsMax = 4096 * 2304;
  readonly snapshotScale = Math.max(1, 2 / window.devicePixelRatio);
  shape: SplatShape | null = null;
  readonly canvas: HTMLCanvasElement;
  private readonly worker = startView3d();
  private readonly started: Promise<Drawer>;

  /** @param drawer what draws. Null: what is fast here */
  constructor(container: HTMLElement, drawer: Drawer | null) {
    this.canvas = makeCanvas(container);
    this.started = this.start(drawer);
    // `load` rejects with it.
    this.started.catch(() => undefined);
  }

  private async start(drawer: Drawer | null): Promise<Drawer> {
    const offscreen = this.canvas.transferControlToOffscreen();
    const { remote, whileAlive } = this.worker;
    const chosen = await whileAlive<Drawer>(remote.start(transfer(offscreen, [offscreen]), drawer));
    if (chosen === 'software') this.pixelsMax = SOFTWARE_PIXELS_MAX;
    return (this.canvas.dataset.drawer = chosen);
  }

  async load(ply: Blob) {
    const { remote, whileAlive } = this.worker;
    await this.started;
    this.shape = await whileAlive<SplatShape>(remote.load(ply));
  }

  paint(shot: Shot) {
    return this.worker.whileAlive(this.worker.remote.draw(shot));
  }

  snapshot(shot: Shot) {
    return this.worker.whileAlive<Blob | null>(this.worker.remote.snapshot(shot));
  }

  dispose() {
    this.worker.end(new DOMException('The viewer was closed.', 'AbortError'));
    this.canvas.remove();
  }
}
