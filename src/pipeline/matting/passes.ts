import type { RgbaImage } from '../../core/image/image.ts';
import { mirrorPlanar } from '../../core/image/pixels.ts';
import { resizePlanar, resizeRgba } from '../../core/image/resize.ts';
import type { SquareNetwork } from '../../families/remover.ts';
import { fitSquare, insideOf, inSquare } from './letterbox.ts';

/** One run of the matting network on a picture, letterboxed into a square. */
export interface MattingPass {
  /** Pixels across the square, relative to the square that the network was trained on. */
  size: number;
  mirrored: boolean;
}

/** Passes on a crop around the mouse. */
export const CLOSE_UP: readonly MattingPass[] = [
  { size: 1, mirrored: false },
  { size: 1, mirrored: true },
];

/** The mean mask of several passes. */
export interface PassMask {
  /** 0…1, of the size of `small`. */
  alpha: Float32Array<ArrayBuffer>;
  /** The picture, as large as it fits into the network's square. */
  small: RgbaImage;
}

/** Pictures larger than this many squares of the network are reduced once, not in every pass. */
const LARGE = 4;

/**
 * The mean mask of several passes on a picture. The picture is letterboxed into each square; the rest of the square has the
 * mean colour of the picture's edge.
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
    const across = sizeStep * Math.max(1, Math.round((times * size) / sizeStep));
    const square = inSquare(reduced, across);
    const mask = await network.squareMask(mirrored ? mirrorPlanar(square) : square);
    const upright = resizePlanar(mirrored ? mirrorPlanar(mask) : mask, size, size);
    upright.data.forEach((value, i) => (mean[i] += value / passes.length));
  }
  const inner = fitSquare(picture.width, picture.height, size);
  return { alpha: insideOf(mean, inner), small: resizeRgba(reduced, inner.width, inner.height) };
}

/** A picture reduced to the pixels that passes on it, or on a crop of it, need. @param size of the network's square */
export function reducedFor(picture: RgbaImage, size: number): RgbaImage {
  const most = fitSquare(picture.width, picture.height, LARGE * size);
  return picture.width > most.width ? resizeRgba(picture, most.width, most.height) : picture;
}
