import type { Size } from '../../src/core/camera/files/index.ts';
import { someNames } from '../../src/core/quoted.ts';
import type { Ground } from '../../src/pipeline/posed/truth.ts';
import { readTruth, type Truth } from './truth.ts';
import type { View } from './views.ts';

/** True pictures are kept until they have so many pixels in all; the others are read again. */
const MAX_KEPT = 64e6;

/** The true pictures of an evaluation. Several candidates are compared with them one after the other. */
export class Truths {
  readonly views: readonly View[];
  readonly sizes: Size[] = [];
  readonly #ground: Ground;
  readonly #kept = new Map<number, Truth>();

  private constructor(views: readonly View[], ground: Ground) {
    this.views = views;
    this.#ground = ground;
  }

  /**
   * Reads all pictures once, so that a fault in one of them is found before anything is drawn.
   * @throws as `readTruth`
   */
  static async open(
    views: readonly View[],
    ground: Ground,
    warn: (line: string) => void,
  ): Promise<Truths> {
    const truths = new Truths(views, ground);
    let pixels = 0;
    const doubtful = new Map<string, string[]>();
    for (const [i, { name }] of views.entries()) {
      const truth = await truths.read(i);
      for (const doubt of truth.doubts) doubtful.set(doubt, [...(doubtful.get(doubt) ?? []), name]);
      const { width, height } = truth.image;
      truths.sizes.push({ width, height });
      pixels += width * height;
      if (pixels <= MAX_KEPT) truths.#kept.set(i, truth);
    }
    for (const [doubt, names] of doubtful) warn(`${someNames(names)}: ${doubt}.`);
    return truths;
  }

  async read(i: number): Promise<Truth> {
    const { picture, mask } = this.views[i];
    return this.#kept.get(i) ?? readTruth(picture, mask, this.#ground);
  }
}
