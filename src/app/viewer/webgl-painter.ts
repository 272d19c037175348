import { transfer } from 'comlink';
import type { SplatShape } from '../../core/gaussians/splat-shape.ts';
import { startView3d } from '../../worker/view3d/bridge.ts';
import type { Shot } from '../../worker/view3d/protocol.ts';
import { makeCanvas } from './canvas.ts';
import type { Painter } from './painter.ts';

/** Draws with three.js in a worker, straight onto the canvas of the page. */
export class WebGlPainter implements Painter {
  readonly kind = 'webgl';
  /** What a large screen has. Even software draws that many, if the splat rests. */
  readonly pixelsMax = 4096 * 2304;
  readonly snapshotScale = Math.max(1, 2 / window.devicePixelRatio);
  shape: SplatShape | null = null;
  readonly canvas: HTMLCanvasElement;
  private readonly worker = startView3d();

  private constructor(container: HTMLElement) {
    this.canvas = makeCanvas(container);
  }

  /** Null if WebGL2 cannot start, or not in a worker. */
  static async open(container: HTMLElement): Promise<WebGlPainter | null> {
    const painter = new WebGlPainter(container);
    try {
      const offscreen = painter.canvas.transferControlToOffscreen();
      const { remote, whileAlive } = painter.worker;
      if (await whileAlive(remote.start(transfer(offscreen, [offscreen])))) return painter;
    } catch (error) {
      console.warn('The WebGL viewer could not start.', error);
    }
    painter.dispose();
    return null;
  }

  async load(ply: Blob) {
    const { remote, whileAlive } = this.worker;
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
