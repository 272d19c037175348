import type { GaussianCloud } from '../core/gaussians/gaussian-cloud.ts';
import type { Rasterizer } from '../core/rasterize/types.ts';

/** A rasterizer that is made when first needed. It loads a cloud only if another one is loaded. */
export class LazyRasterizer {
  readonly #make: () => Promise<Rasterizer>;
  #rasterizer: Promise<Rasterizer> | undefined;
  #loaded: GaussianCloud | undefined;

  constructor(make: () => Promise<Rasterizer>) {
    this.#make = make;
  }

  async with(cloud: GaussianCloud): Promise<Rasterizer> {
    this.#rasterizer ??= this.#make().catch((error: unknown) => {
      this.#rasterizer = undefined; // the next call tries again
      throw error;
    });
    const rasterizer = await this.#rasterizer;
    if (this.#loaded !== cloud) await rasterizer.load(cloud);
    this.#loaded = cloud;
    return rasterizer;
  }

  /** Frees a rasterizer that draws on the CPU, which is quick to make. One on a GPU would have to be compiled again. */
  async rest(): Promise<void> {
    const rasterizer = await this.#rasterizer?.catch(() => undefined);
    if (rasterizer?.kind === 'cpu') await this.free();
  }

  /** Frees its memory and its workers. The next call makes another. */
  async free(): Promise<void> {
    const rasterizer = this.#rasterizer;
    this.#rasterizer = this.#loaded = undefined;
    (await rasterizer?.catch(() => undefined))?.dispose();
  }
}
