import type { RgbaImage } from '../image/image.ts';
import { addOverlaps, iouOf, overlapOf, unlike, type Overlap } from './overlap.ts';
import { addErrors, psnrOf, squaredError, type ErrorSum } from './squared-error.ts';
import { ssim, type Ssim } from './ssim.ts';

/** A drawn picture and the true one, of the same size, on the same background. */
export interface Comparison {
  truth: RgbaImage;
  drawn: RgbaImage;
  /** W·H: 1 where the truth shows the subject, else 0. */
  mask: Uint8Array;
  /** W·H: 1 where the drawn picture has a coverage above ½, else 0. Null if its coverage is not known. */
  covered: Uint8Array | null;
  /** The value of all three channels of the background, 0…1. */
  background: number;
}

/** What is counted in one comparison. */
export interface Counts {
  whole: ErrorSum;
  inside: ErrorSum;
  similarity: Ssim | null;
  covered: Overlap | null;
  lab: Overlap;
  /** LPIPS of the whole pictures. Absent: it was not computed. */
  lpips?: number | null;
}

/** Figures that say how near a drawn picture is to the true one. Null: it cannot be computed. */
export interface Figures {
  /** PSNR of the whole picture, dB. Infinity if the pictures are equal. */
  psnr: number | null;
  /** PSNR over the pixels of the mask, dB. Infinity if the pictures are equal there. */
  psnrMask: number | null;
  /** `Ssim.all`. */
  ssim: number | null;
  /** `Ssim.inner`. */
  ssimInner: number | null;
  /** LPIPS, 0 for equal pictures. */
  lpips: number | null;
  /** IoU of the coverage above ½ with the mask. */
  iou: number | null;
  /** IoU of the pixels that differ from the background (`unlike`) with the mask. */
  iouLab: number | null;
}

/** The names of all figures. */
export const FIGURES = ['psnr', 'psnrMask', 'ssim', 'ssimInner', 'lpips', 'iou', 'iouLab'] as const;

export type FigureName = (typeof FIGURES)[number];

/** Digits behind the point with which each figure is written. */
export const FIGURE_DIGITS: Readonly<Record<FigureName, number>> = {
  psnr: 2,
  psnrMask: 2,
  ssim: 4,
  ssimInner: 4,
  lpips: 4,
  iou: 3,
  iouLab: 3,
};

export const countsOf = ({ truth, drawn, mask, covered, background }: Comparison): Counts => ({
  whole: squaredError(truth, drawn),
  inside: squaredError(truth, drawn, mask),
  similarity: ssim(truth, drawn),
  covered: covered && overlapOf(covered, mask),
  lab: overlapOf(unlike(drawn, background), mask),
});

export const figuresOf = ({ whole, inside, similarity, covered, lab, lpips }: Counts): Figures => ({
  psnr: psnrOf(whole),
  psnrMask: psnrOf(inside),
  ssim: similarity?.all ?? null,
  ssimInner: similarity?.inner ?? null,
  lpips: lpips ?? null,
  iou: covered && iouOf(covered),
  iouLab: iouOf(lab),
});

/** The figures of all pixels of several pictures together. SSIM and LPIPS are no sums over pixels: they are null. */
export const pooledFigures = (views: readonly Counts[]): Figures => {
  const covered = views.flatMap((view) => view.covered ?? []);
  return figuresOf({
    whole: addErrors(views.map(({ whole }) => whole)),
    inside: addErrors(views.map(({ inside }) => inside)),
    similarity: null,
    covered: covered.length === views.length ? addOverlaps(covered) : null,
    lab: addOverlaps(views.map(({ lab }) => lab)),
  });
};

/**
 * The mean of a figure over several pictures. Pictures without the figure are left out, and so is an infinite PSNR: one
 * equal pair would hide all others. If all that have a figure are infinite, the mean is.
 */
export function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  const finite = known.filter(Number.isFinite);
  const used = finite.length > 0 ? finite : known;
  return used.length === 0 ? null : used.reduce((sum, value) => sum + value, 0) / used.length;
}

/** The mean of each figure over several pictures (`meanOf`). */
export function meanFigures(views: readonly Figures[]): Figures {
  const mean = (name: FigureName) => meanOf(views.map((view) => view[name]));
  return {
    psnr: mean('psnr'),
    psnrMask: mean('psnrMask'),
    ssim: mean('ssim'),
    ssimInner: mean('ssimInner'),
    lpips: mean('lpips'),
    iou: mean('iou'),
    iouLab: mean('iouLab'),
  };
}
