import { FIGURE_DIGITS, type FigureName, type Figures } from '../../core/metrics/figures.ts';

/** The figures that the page shows, in their order. */
export const SHOWN_FIGURES = ['psnr', 'psnrMask', 'ssim', 'iou'] as const satisfies FigureName[];

/** Names of figures that are the same in every language. */
export const FIGURE_NAMES = { psnr: 'PSNR', ssim: 'SSIM', iou: 'IoU' } as const;

/** A figure in signs: `–` if it cannot be computed, `∞` for equal pictures. */
export function figureText<Name extends FigureName>(
  name: Name,
  { [name]: value }: Pick<Figures, Name>,
): string {
  if (value === null) return '–';
  return Number.isFinite(value) ? value.toFixed(FIGURE_DIGITS[name]) : '∞';
}

/** A length or a number of pixels with three digits, without an exponent. */
export const shortNumber = (value: number): string => {
  const digits = value === 0 ? 0 : 2 - Math.floor(Math.log10(Math.abs(value)));
  return value.toFixed(Math.min(Math.max(digits, 0), 8));
};
