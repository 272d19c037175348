import type { RgbaImage } from '../../core/image/image.ts';
import { MASK } from './thresholds.ts';

/** The mask of a photo, made by a network. */
export interface NetworkMask {
  /** 0…1, row-major, of the photo's size. */
  alpha: Float32Array<ArrayBuffer>;
  /** `confidenceOf` of the network's mask, before `refineMask`. */
  confidence: number;
  /** How many other animals there may be in the photo (`keepMouse`). */
  others: number;
}

/**
 * Confidence of a mask: the mean of |2·alpha − 1| over the pixels with alpha above `MASK.candidateAlpha`, 0…1.
 * 0 if no pixel has a higher alpha.
 */
export function confidenceOf(alpha: Float32Array): number {
  let candidates = 0;
  let sum = 0;
  for (const value of alpha) {
    if (value <= MASK.candidateAlpha) continue;
    candidates += 1;
    sum += Math.abs(2 * value - 1);
  }
  return candidates === 0 ? 0 : sum / candidates;
}

/** IoU of two masks of the same picture, thresholded at `MASK.mouseAlpha`. 1 if both are empty. */
export function maskIou(a: Float32Array, b: Float32Array): number {
  let [both, either] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    both += Number(a[i] > MASK.mouseAlpha && b[i] > MASK.mouseAlpha);
    either += Number(a[i] > MASK.mouseAlpha || b[i] > MASK.mouseAlpha);
  }
  return either === 0 ? 1 : both / either;
}

/**
 * Whether a picture has an alpha channel that can be used as its mask: enough of its pixels are transparent.
 */
export function hasAlphaMask({ data }: RgbaImage): boolean {
  let transparent = 0;
  for (let i = 3; i < data.length; i += 4) transparent += Number(data[i] < MASK.transparentLevel);
  return transparent >= (MASK.minTransparentFraction * data.length) / 4;
}

interface MaskFacts {
  /** Fraction of the picture's pixels with alpha above `MASK.mouseAlpha`, 0…1. */
  coverage: number;
  /** Whether the mouse touches the picture's border. A few stray pixels do not count (`MASK.strayBorderPixels`). */
  touchesBorder: boolean;
}

/** Measures a mask. @param alpha 0…1, row-major */
export function describeMask(alpha: Float32Array, width: number, height: number): MaskFacts {
  let mouse = 0;
  let border = 0;
  for (let i = 0; i < alpha.length; i++) {
    if (alpha[i] <= MASK.mouseAlpha) continue;
    mouse += 1;
    const x = i % width;
    if (x === 0 || x === width - 1 || i < width || i >= alpha.length - width) border += 1;
  }
  const { strayBorderPixels, strayBorderFraction } = MASK;
  return {
    coverage: mouse / alpha.length,
    touchesBorder: border > Math.max(strayBorderPixels, strayBorderFraction * (width + height)),
  };
}
