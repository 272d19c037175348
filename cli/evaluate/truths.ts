import type { Size } from '../../src/core/camera/files/index.ts';
import type { RgbaImage } from '../../src/core/image/image.ts';
import { someNames } from '../../src/core/quoted.ts';
import type { Ground } from '../../src/pipeline/posed/truth.ts';
import { readTruth, type Truth } from './truth.ts';
import { pictureSize } from '../../src/pipeline/photo/picture-size.ts';
import { openPicture } from '../pictures.ts';
import { withoutLens } from './lens.ts';
import type { View } from './views.ts';

/** True pictures are kept until they have so many pixels in all; the others are read again. */
const MAX_KEPT = 64e6;

/** The true pictures of an evaluation. Several candidates are compared with them one after the other. */
export class Truths {
  readonly views: readonly View[];
  /** Sizes of the pictures as they are compared. */
  readonly sizes: Size[] = [];
  /** Sizes of their files, which may be larger. */
  readonly fileSizes: Size[] = [];
  readonly #ground: Ground;
  readonly #kept = new Map<number, Truth>();
  /** What undoes the lens of a view. */
  readonly #seen = new Map<number, (picture: RgbaImage) => RgbaImage>();

  private constructor(views: readonly View[], ground: Ground) {
    this.views = views;
    this.#ground = ground;
  }

  /**
   * Reads all pictures once, so that a fault in one of them is found before anything is drawn.
   * @param cameraSize size of the pictures for which the cameras were calibrated, if the camera file does not state it
   * @throws as `readTruth`
   */
  static async open(
    views: readonly View[],
    ground: Ground,
    warn: (line: string) => void,
    cameraSize?: Size,
  ): Promise<Truths> {
    const truths = new Truths(views, ground);
    let pixels = 0;
    const doubtful = new Map<string, string[]>();
    const lenses: string[] = [];
    for (const [i, { name, picture, entry }] of views.entries()) {
      const { file } = await openPicture(picture);
      const fileSize = await pictureSize(file);
      const seen = entry && fileSize && withoutLens(entry, cameraSize ?? fileSize);
      if (seen) {
        truths.#seen.set(i, seen);
        lenses.push(name);
      }
      const truth = await truths.read(i);
      for (const doubt of truth.doubts) doubtful.set(doubt, [...(doubtful.get(doubt) ?? []), name]);
      const { width, height } = truth.image;
      truths.sizes.push({ width, height });
      truths.fileSizes.push(fileSize ?? { width, height });
      pixels += width * height;
      if (pixels <= MAX_KEPT) truths.#kept.set(i, truth);
    }
    if (lenses.length > 0)
      warn(
        `${someNames(lenses)}: the lens distorts or the sensor is skewed. The picture was resampled to what a pinhole camera sees.`,
      );
    for (const [doubt, names] of doubtful) warn(`${someNames(names)}: ${doubt}.`);
    return truths;
  }

  async read(i: number): Promise<Truth> {
    const { picture, mask } = this.views[i];
    return this.#kept.get(i) ?? readTruth(picture, mask, this.#ground, this.#seen.get(i));
  }
}
