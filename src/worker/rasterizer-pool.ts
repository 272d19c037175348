import { emptyCloud, type GaussianCloud } from '../core/gaussian-cloud.ts';
import type { Camera } from '../core/camera.ts';
import type { Rasterizer, RenderOptions } from '../core/rasterize/types.ts';
import type { Hand } from './drawing.worker.ts';
import { startLife, type Life } from './life.ts';

const startHand = (): Life<Hand> =>
  startLife<Hand>(
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

  private constructor(private readonly hands: readonly Life<Hand>[]) {
    // One frame in work and one that waits, so that no hand does.
    this.atOnce = 2 * hands.length;
  }

  /** @throws where this browser lets no worker start workers */
  static async open(count: number): Promise<RasterizerPool> {
    const pool = new RasterizerPool(Array.from({ length: count }, startHand));
    try {
      await pool.load(emptyCloud(0));
      return pool;
    } catch (error) {
      pool.dispose();
      throw error;
    }
  }

  async load(cloud: GaussianCloud): Promise<void> {
    await Promise.all(
      this.hands.map(({ remote, death }) => Promise.race([remote.load(cloud), death])),
    );
  }

  render(camera: Camera, options?: Partial<RenderOptions>) {
    const { remote, death } = this.next();
    return Promise.race([remote.render(camera, options), death]);
  }

  renderBytes(camera: Camera, options?: Partial<RenderOptions>) {
    const { remote, death } = this.next();
    return Promise.race([remote.renderBytes(camera, options), death]);
  }

  dispose(): void {
    for (const { end } of this.hands) end(new DOMException('disposed', 'AbortError'));
  }

  private next(): Life<Hand> {
    this.turn = (this.turn + 1) % this.hands.length;
    return this.hands[this.turn];
  }
}
