import type { RgbaImage } from '../../core/image/image.ts';
import { mirrorPlanar } from '../../core/image/pixels.ts';
import { fitted, resizePlanar, resizeRgba } from '../../core/image/resize.ts';
import type { SquareNetwork } from '../../families/remover.ts';
import { fitSquare, letterboxed, withoutBars } from './letterbox.ts';
import { PASSES, type MattingPass } from './thresholds.ts';

/** The mean mask of several passes. */
export interface PassMask {
  /** 0…1, row-major, of the size of `small`. */
  alpha: Float32Array<ArrayBuffer>;
  /** The picture, resized to its size in the network's input. */
  small: RgbaImage;
}

/**
 * The mean mask of several passes on a picture. In each pass the picture is letterboxed into a square, whose
 * side is rounded to a multiple of the network's `sizeStep`.
 */
export async function runPasses(
  network: SquareNetwork,
  picture: RgbaImage,
  passes: readonly MattingPass[],
): Promise<PassMask> {
  const { size, sizeStep } = network;
  const reduced = reducedFor(picture, size);
  const mean = new Float32Array(size * size);
  for (const { size: times, mirrored } of passes) {
    const side = sizeStep * Math.max(1, Math.round((times * size) / sizeStep));
    const square = letterboxed(reduced, side);
    const mask = await network.squareMask(mirrored ? mirrorPlanar(square) : square);
    const upright = resizePlanar(mirrored ? mirrorPlanar(mask) : mask, size, size);
    upright.data.forEach((value, i) => (mean[i] += value / passes.length));
  }
  const inner = fitSquare(picture.width, picture.height, size);
  return { alpha: withoutBars(mean, inner), small: resizeRgba(reduced, inner.width, inner.height) };
}

/**
 * The picture, reduced to `PASSES.maxInputSize` times the network's input if it is larger. Passes on the
 * picture, or on crops of it, need no more pixels.
 * @param size side of the network's input, pixels
 */
export const reducedFor = (picture: RgbaImage, size: number): RgbaImage =>
  fitted(picture, PASSES.maxInputSize * size);
