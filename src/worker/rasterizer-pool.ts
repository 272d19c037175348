import { emptyCloud, type GaussianCloud } from '../core/gaussians/gaussian-cloud.ts';
import type { Camera } from '../core/camera/camera.ts';
import type { Rasterizer, RenderOptions } from '../core/rasterize/types.ts';
import type { DrawingApi } from './drawing.worker.ts';
import { manageWorker, type WorkerHandle } from './life.ts';

const startDrawingWorker = (): WorkerHandle<DrawingApi> =>
  manageWorker<DrawingApi>(
    new Worker(new URL('./drawing.worker.ts', import.meta.url), {
      type: 'module',
      name: 'drawing',
    }),
    () => undefined,
  );

/**
 * The rasterizer in TypeScript, on several cores. Each worker has loaded the whole cloud. The workers draw
 * pictures in turn.
 */
export class RasterizerPool implements Rasterizer {
  readonly kind = 'cpu';
  readonly atOnce: number;
  private turn = 0;

  private constructor(private readonly workers: readonly WorkerHandle<DrawingApi>[]) {
    // One more picture than there are workers, so that no worker must wait for its next picture.
    this.atOnce = workers.length + 1;
  }

  /** Starts `count` workers. @throws if the browser does not let workers start workers */
  static async open(count: number): Promise<RasterizerPool> {
    const workers: WorkerHandle<DrawingApi>[] = [];
    const pool = () => new RasterizerPool(workers);
    try {
      while (workers.length < count) workers.push(startDrawingWorker());
      await pool().load(emptyCloud(0));
      return pool();
    } catch (error) {
      pool().dispose();
      throw error;
    }
  }

  async load(cloud: GaussianCloud): Promise<void> {
    await Promise.all(this.workers.map(({ remote, whileAlive }) => whileAlive(remote.load(cloud))));
  }

  render(camera: Camera, options?: Partial<RenderOptions>) {
    const { remote, whileAlive } = this.next();
    return whileAlive(remote.render(camera, options));
  }

  renderBytes(camera: Camera, options?: Partial<RenderOptions>) {
    const { remote, whileAlive } = this.next();
    return whileAlive(remote.renderBytes(camera, options));
  }

  dispose(): void {
    for (const { end } of this.workers) end(new DOMException('disposed', 'AbortError'));
  }

  private next(): WorkerHandle<DrawingApi> {
    this.turn = (this.turn + 1) % this.workers.length;
    return this.workers[this.turn];
  }
}
