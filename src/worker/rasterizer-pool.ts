import type { Camera } from '../core/camera/camera.ts';
import { AppError } from '../core/errors.ts';
import { emptyCloud, type GaussianCloud } from '../core/gaussians/gaussian-cloud.ts';
import { CpuRasterizer } from '../core/rasterize/rasterize.ts';
import type { Rasterizer, RenderOptions } from '../core/rasterize/types.ts';
import type { DrawingApi } from './drawing.worker.ts';
import { manageWorker, type WorkerHandle } from './life/life.ts';

const startWorker = (): WorkerHandle<DrawingApi> =>
  manageWorker<DrawingApi>(
    () =>
      new Worker(new URL('./drawing.worker.ts', import.meta.url), {
        type: 'module',
        name: 'drawing',
      }),
  );

const isDead = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'worker-died';

/** One drawing worker. If it dies, another one is started, which loads the cloud and draws the picture again. */
class Drawer {
  #worker = startWorker();
  #cloud = emptyCloud(0);
  #ready: Promise<unknown> = Promise.resolve();

  load(cloud: GaussianCloud): Promise<void> {
    this.#cloud = cloud;
    this.#ready = this.#loaded(this.#worker);
    return this.draw(async () => undefined);
  }

  /** @throws AppError `worker-died` if the second worker dies, too */
  async draw<T>(draw: (worker: WorkerHandle<DrawingApi>) => Promise<T>): Promise<T> {
    const worker = this.#worker;
    try {
      await this.#ready;
      return await draw(worker);
    } catch (error) {
      if (!isDead(error)) throw error;
      // Of the pictures that waited for this worker, only the first starts another.
      if (this.#worker === worker) {
        console.warn('A drawing worker stopped. Another one draws its pictures.', error);
        this.#worker = startWorker();
        this.#ready = this.#loaded(this.#worker);
      }
      await this.#ready;
      return draw(this.#worker);
    }
  }

  end(): void {
    this.#worker.end(new DOMException('disposed', 'AbortError'));
  }

  #loaded({ remote, whileAlive }: WorkerHandle<DrawingApi>): Promise<void> {
    const loaded = whileAlive(remote.load(this.#cloud));
    loaded.catch(() => undefined); // whoever draws sees the error
    return loaded;
  }
}

/**
 * The rasterizer in TypeScript, on several cores. Each worker has loaded the whole cloud. The workers draw
 * pictures in turn.
 */
export class RasterizerPool implements Rasterizer {
  readonly kind = 'cpu';
  readonly atOnce: number;
  #turn = 0;

  private constructor(private readonly drawers: readonly Drawer[]) {
    // One more picture than there are workers, so that no worker must wait for its next picture.
    this.atOnce = drawers.length + 1;
  }

  /** Starts `count` workers. @throws if the browser does not let workers start workers */
  static async open(count: number): Promise<RasterizerPool> {
    const drawers: Drawer[] = [];
    const pool = () => new RasterizerPool(drawers);
    try {
      while (drawers.length < count) drawers.push(new Drawer());
      await pool().load(emptyCloud(0));
      return pool();
    } catch (error) {
      pool().dispose();
      throw error;
    }
  }

  async load(cloud: GaussianCloud): Promise<void> {
    await Promise.all(this.drawers.map((drawer) => drawer.load(cloud)));
  }

  render(camera: Camera, options?: Partial<RenderOptions>) {
    return this.#next().draw(({ remote, whileAlive }) =>
      whileAlive(remote.render(camera, options)),
    );
  }

  renderBytes(camera: Camera, options?: Partial<RenderOptions>) {
    return this.#next().draw(({ remote, whileAlive }) =>
      whileAlive(remote.renderBytes(camera, options)),
    );
  }

  dispose(): void {
    for (const drawer of this.drawers) drawer.end();
  }

  #next(): Drawer {
    this.#turn = (this.#turn + 1) % this.drawers.length;
    return this.drawers[this.#turn];
  }
}

/**
 * A rasterizer that draws in several workers, or in this thread if the browser does not let workers start
 * workers.
 */
export async function openCpuRasterizer(workerCount: number): Promise<Rasterizer> {
  if (workerCount === 1) return new CpuRasterizer();
  try {
    return await RasterizerPool.open(workerCount);
  } catch (error) {
    console.warn('The rasterizer uses only one core.', error);
    return new CpuRasterizer();
  }
}
