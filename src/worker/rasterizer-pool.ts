import { emptyCloud, type GaussianCloud } from '../core/gaussians/gaussian-cloud.ts';
import type { Camera } from '../core/camera/camera.ts';
import type { Rasterizer, RenderOptions } from '../core/rasterize/types.ts';
import type { DrawingApi } from './drawing.worker.ts';
import { manageWorker, type WorkerHandle } from './life.ts';

const startHand = (): WorkerHandle<DrawingApi> =>
  manageWorker<DrawingApi>(
    new Worker(new URL('./drawing.worker.ts', import.meta.url), {
      type: 'module',
      name: 'drawing',
    }),
    () => undefined,
  );

/** The rasterizer in TypeScript on several cores: workers that each hold the cloud and draw whole frames in turn. */
export class RasterizerPool implements Rasterizer {
  readonly kind = 'cpu';
  readonly atOnce: number;
  private turn = 0;

  private constructor(private readonly hands: readonly WorkerHandle<DrawingApi>[]) {
    // One that waits besides, so that no hand does.
    this.atOnce = hands.length + 1;
  }

  /** @throws where this browser lets no worker start workers */
  static async open(count: number): Promise<RasterizerPool> {
    const hands: WorkerHandle<DrawingApi>[] = [];
    const pool = () => new RasterizerPool(hands);
    try {
      while (hands.length < count) hands.push(startHand());
      await pool().load(emptyCloud(0));
      return pool();
    } catch (error) {
      pool().dispose();
      throw error;
    }
  }

  async load(cloud: GaussianCloud): Promise<void> {
    await Promise.all(this.hands.map(({ remote, whileAlive }) => whileAlive(remote.load(cloud))));
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
    for (const { end } of this.hands) end(new DOMException('disposed', 'AbortError'));
  }

  private next(): WorkerHandle<DrawingApi> {
    this.turn = (this.turn + 1) % this.hands.length;
    return this.hands[this.turn];
  }
}
