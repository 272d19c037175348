import type { GaussianCloud } from '../core/gaussians/gaussian-cloud.ts';
import type { Rasterizer } from '../core/rasterize/types.ts';

/** A rasterizer that is made when first needed and loads a cloud only when it is another one. */
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

  /** Frees it where it draws on the CPU: there another is made at once, while on a GPU it would be compiled again. */
  async rest(): Promise<void> {
    const rasterizer = await this.#rasterizer?.catch(() => undefined);
    if (rasterizer?.kind === 'cpu') await this.free();
  }

  /** Gives back its memory, and its workers if it has some; the next call makes another. */
  async free(): Promise<void> {
    const rasterizer = this.#rasterizer;
    this.#rasterizer = this.#loaded = undefined;
    (await rasterizer?.catch(() => undefined))?.dispose();
  }
}
