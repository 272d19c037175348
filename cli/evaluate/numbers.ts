import { FIGURE_DIGITS, type FigureName, type Figures } from '../../src/core/metrics/figures.ts';

/** The figures that tables show, in their order. */
const SHOWN = ['psnr', 'psnrMask', 'ssim', 'lpips', 'iou', 'iouLab'] as const;

/** The figures that a table of these rows shows: LPIPS only if it was computed. */
export const shownOf = (rows: readonly Figures[]): FigureName[] =>
  SHOWN.filter((name) => name !== 'lpips' || rows.some(({ lpips }) => lpips !== null));

/** Headings of the figures in tables. */
export const HEADINGS: Record<FigureName, string> = {
  psnr: 'PSNR',
  psnrMask: 'PSNR in mask',
  ssim: 'SSIM',
  ssimInner: 'SSIM inner',
  lpips: 'LPIPS',
  iou: 'IoU',
  iouLab: 'IoU lab',
};

/** A figure in words: `–` if it cannot be computed, `equal` for an infinite PSNR. */
export function figureText<Name extends FigureName>(
  name: Name,
  { [name]: value }: Pick<Figures, Name>,
): string {
  if (value === null) return '–';
  return Number.isFinite(value) ? value.toFixed(FIGURE_DIGITS[name]) : 'equal';
}

/** A PSNR with its unit. */
const decibels = (name: 'psnr' | 'psnrMask', figures: Figures): string =>
  `${figureText(name, figures)}${Number.isFinite(figures[name]) ? ' dB' : ''}`;

/** The figures of a view on one line, for a picture of it. */
export const figuresLine = (figures: Figures): string =>
  [
    `PSNR ${decibels('psnr', figures)}`,
    `in mask ${decibels('psnrMask', figures)}`,
    `SSIM ${figureText('ssim', figures)}`,
    ...(figures.lpips === null ? [] : [`LPIPS ${figureText('lpips', figures)}`]),
    `IoU ${figureText('iou', figures)}`,
    `IoU lab ${figureText('iouLab', figures)}`,
  ].join('  ·  ');

/** The most important figures, for a narrow place: both PSNR and an IoU, the lab's if the coverage is not known. */
export function shortLine(figures: Figures): string {
  const iou = figures.iou === null ? 'iouLab' : 'iou';
  return `${figureText('psnr', figures)} · ${decibels('psnrMask', figures)} · IoU ${figureText(iou, figures)}`;
}
