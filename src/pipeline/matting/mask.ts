import type { RgbaImage } from '../../core/image/image.ts';

/** Share of pixels that must be see-through before a picture's own alpha is taken for a mask. */
const USEFUL = 0.01;

/** What a network makes of a photo. */
export interface NetworkMask {
  /** 0…1, row-major, of the photo's size. */
  alpha: Float32Array<ArrayBuffer>;
  /** `confidenceOf` the mask as the network gave it. */
  confidence: number;
}

/** Mean of |2·alpha − 1| over the pixels that are not clearly background, 0…1. */
export function confidenceOf(alpha: Float32Array): number {
  let candidates = 0;
  let certainty = 0;
  for (const value of alpha) {
    if (value <= 0.05) continue;
    candidates += 1;
    certainty += Math.abs(2 * value - 1);
  }
  return candidates === 0 ? 0 : certainty / candidates;
}

/** Intersection over union of two masks of one picture at one half; 1 where both are empty. */
export function overlap(a: Float32Array, b: Float32Array): number {
  let [both, either] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    both += Number(a[i] > 0.5 && b[i] > 0.5);
    either += Number(a[i] > 0.5 || b[i] > 0.5);
  }
  return either === 0 ? 1 : both / either;
}

/** Whether more than next to nothing of a picture is transparent. */
export function isCutOut({ data }: RgbaImage): boolean {
  let clear = 0;
  for (let i = 3; i < data.length; i += 4) clear += Number(data[i] < 128);
  return clear >= (USEFUL * data.length) / 4;
}

export interface MaskFacts {
  /** Share of the picture that is rather mouse than not. */
  coverage: number;
  /** More than a stray pixel of the mask lies on a border. */
  touchesBorder: boolean;
}

/** @param alpha 0…1, row-major */
export function describeMask(alpha: Float32Array, width: number, height: number): MaskFacts {
  let inside = 0;
  let border = 0;
  for (let i = 0; i < alpha.length; i++) {
    if (alpha[i] <= 0.5) continue;
    inside += 1;
    const x = i % width;
    if (x === 0 || x === width - 1 || i < width || i >= alpha.length - width) border += 1;
  }
  return {
    coverage: inside / alpha.length,
    touchesBorder: border > Math.max(1, 0.002 * (width + height)),
  };
}
