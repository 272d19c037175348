import type { GaussianCloud } from '../core/gaussians/gaussian-cloud.ts';
import type { Rasterizer } from '../core/rasterize/types.ts';

/** Makes a rasterizer when it is first needed. A cloud that is already loaded is not loaded again. */
export class LazyRasterizer {
  readonly #make: () => Promise<Rasterizer>;
  #rasterizer: Promise<Rasterizer> | undefined;
  #loaded: GaussianCloud | undefined;

  constructor(make: () => Promise<Rasterizer>) {
    this.#make = make;
  }

  /** Makes the rasterizer, and compiles its shaders, before there is a cloud. */
  async prepare(): Promise<void> {
    await this.#made();
  }

  /** The rasterizer, after it has loaded this cloud. */
  async with(cloud: GaussianCloud): Promise<Rasterizer> {
    const rasterizer = await this.#made();
    if (this.#loaded !== cloud) await rasterizer.load(cloud);
    this.#loaded = cloud;
    return rasterizer;
  }

  #made(): Promise<Rasterizer> {
    this.#rasterizer ??= this.#make().catch((error: unknown) => {
      this.#rasterizer = undefined; // the next call tries again
      throw error;
    });
    return this.#rasterizer;
  }

  /**
   * Frees the rasterizer if it draws on the CPU: it is quick to make again. A rasterizer on the GPU stays,
   * because its shaders would have to be compiled again.
   */
  async rest(): Promise<void> {
    const rasterizer = await this.#rasterizer?.catch(() => undefined);
    if (rasterizer?.kind === 'cpu') await this.free();
  }

  /** Frees the rasterizer's memory and workers. The next call of `with` makes a new rasterizer. */
  async free(): Promise<void> {
    const rasterizer = this.#rasterizer;
    this.#rasterizer = this.#loaded = undefined;
    (await rasterizer?.catch(() => undefined))?.dispose();
  }
}
