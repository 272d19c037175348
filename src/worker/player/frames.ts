import { fromFileAxes } from '../../core/gaussians/axes.ts';
import type { GaussianCloud } from '../../core/gaussians/gaussian-cloud.ts';
import { shRestSize } from '../../core/gaussians/gaussian-cloud.ts';
import { openAnySplat } from '../../core/exchange/index.ts';
import type { SplatFile } from './protocol.ts';

/** Splats that were read are kept until they have so many bytes in all. */
const MAX_KEPT_BYTES = 256e6;

/** Numbers of 4 bytes per Gaussian without SH: centre, size, rotation, opacity, colour. */
const VALUES = 14;

const bytesOf = ({ count, sh }: GaussianCloud): number =>
  4 * count * (VALUES + (sh ? 3 * shRestSize(sh.degree) : 0));

/** The splats of a sequence. They are read when they are needed, and the oldest ones are read again. */
export class SplatFrames {
  readonly #files: readonly SplatFile[];
  readonly #maxBytes: number;
  /** In the order in which they were last used. */
  readonly #kept = new Map<number, GaussianCloud>();

  constructor(files: readonly SplatFile[], maxBytes = MAX_KEPT_BYTES) {
    this.#files = files;
    this.#maxBytes = maxBytes;
  }

  get count(): number {
    return this.#files.length;
  }

  /** Number of splats that are in memory. */
  get kept(): number {
    return this.#kept.size;
  }

  /** The splat of a frame, with Z up if its file says its axes. @throws AppError `ply-…`, which names the file */
  async at(frame: number): Promise<GaussianCloud> {
    const cloud = this.#kept.get(frame) ?? (await this.#read(frame));
    this.#kept.delete(frame);
    this.#kept.set(frame, cloud);
    let bytes = [...this.#kept.values()].reduce((sum, each) => sum + bytesOf(each), 0);
    for (const [oldest, each] of this.#kept) {
      if (bytes <= this.#maxBytes || oldest === frame) break;
      this.#kept.delete(oldest);
      bytes -= bytesOf(each);
    }
    return cloud;
  }

  async #read(frame: number): Promise<GaussianCloud> {
    const { blob, name } = this.#files[frame];
    const { cloud, axes } = await openAnySplat(new Uint8Array(await blob.arrayBuffer()), name);
    // Files of other programs have the axes that viewers expect.
    return axes === 'nothing' ? fromFileAxes(cloud) : cloud;
  }
}
