import { describe, expect, it } from 'vitest';
import type { RgbaImage } from '../image/image.ts';
import { countsOf, figuresOf, meanFigures, pooledFigures, type Figures } from './figures.ts';

/** A grey picture of a row of levels, repeated over `height` rows. */
function picture(levels: number[], height = 1): RgbaImage {
  const width = levels.length;
  const data = Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) =>
    i % 4 === 3 ? 255 : levels[(i >> 2) % width],
  );
  return { width, height, data };
}

const compare = (truth: RgbaImage, drawn: RgbaImage, mask: number[], covered?: number[]) =>
  countsOf({
    truth,
    drawn,
    mask: Uint8Array.from(mask),
    covered: covered ? Uint8Array.from(covered) : null,
    background: 1,
  });

const ROW = [255, 0, 0, 255];
const MASK = [0, 1, 1, 0];

describe('figures by hand', () => {
  it('PSNR of the whole picture and over the mask', () => {
    // One of four pixels is off by 51 / 255 = 0.2, and one of the two in the mask.
    const { psnr, psnrMask } = figuresOf(compare(picture(ROW), picture([255, 51, 0, 255]), MASK));
    expect(psnr).toBeCloseTo(-10 * Math.log10(0.04 / 4), 9);
    expect(psnrMask).toBeCloseTo(-10 * Math.log10(0.04 / 2), 9);
  });

  it('equal pictures have an infinite PSNR and an SSIM of 1', () => {
    const wide = picture(
      Array.from({ length: 16 }, (_, i) => 16 * i),
      12,
    );
    const mask = Array.from({ length: 192 }, (_, i) => Number(i % 16 < 8));
    const figures = figuresOf(compare(wide, wide, mask, mask));
    expect(figures).toMatchObject({ psnr: Infinity, psnrMask: Infinity, iou: 1 });
    expect(figures.ssim).toBeCloseTo(1, 12);
    expect(figures.ssimInner).toBeCloseTo(1, 12);
  });

  it('IoU of the coverage, and of what differs from the background', () => {
    // 25 and 26 levels below white: below and above 0.1.
    const drawn = picture([229, 230, 0, 255]);
    expect(figuresOf(compare(picture(ROW), drawn, MASK, [1, 1, 1, 1]))).toMatchObject({
      iou: 2 / 4,
      iouLab: 1 / 3,
    });
  });

  it('what cannot be computed is null', () => {
    const none = figuresOf(compare(picture(ROW), picture([255, 255, 255, 255]), [0, 0, 0, 0]));
    expect(none).toMatchObject({ psnrMask: null, ssim: null, iou: null, iouLab: null });
    expect(none.psnr).toBeCloseTo(-10 * Math.log10(1 / 2), 9);
  });
});

describe('several pictures', () => {
  const near = compare(picture(ROW), picture([255, 51, 0, 255]), MASK, MASK);
  const far = compare(picture(ROW), picture([255, 255, 0, 255]), MASK, [0, 0, 1, 0]);
  const same = compare(picture(ROW), picture(ROW), MASK, MASK);

  it('the mean is over pictures, and leaves equal ones out', () => {
    const mean = (...views: (typeof near)[]) => meanFigures(views.map(figuresOf));
    expect(mean(near, far).psnr).toBeCloseTo((20 - 10 * Math.log10(0.25)) / 2, 9);
    expect(mean(near, far).iou).toBeCloseTo(0.75, 12);
    expect(mean(near, same).psnr).toBeCloseTo(20, 9);
    expect(mean(same, same).psnr).toBe(Infinity);
    expect(mean(near).ssim).toBeNull();
  });

  it('pooled figures are over all pixels', () => {
    const pooled: Figures = pooledFigures([near, far]);
    expect(pooled.psnr).toBeCloseTo(-10 * Math.log10(1.04 / 8), 9);
    expect(pooled.psnrMask).toBeCloseTo(-10 * Math.log10(1.04 / 4), 9);
    expect(pooled).toMatchObject({ iou: 3 / 4, iouLab: 3 / 4, ssim: null });
    expect(pooledFigures([near, { ...far, covered: null }]).iou).toBeNull();
  });
});
