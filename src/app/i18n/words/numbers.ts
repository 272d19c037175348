import type { Lang } from '../../../core/languages.ts';

/** A number as people of the language write it, with exactly this many digits after the point. */
export const numberText = (lang: Lang, value: number, digits = 0): string =>
  new Intl.NumberFormat(lang, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);

/** A fraction (0…1) in whole percent. */
export const wholePercent = (lang: Lang, fraction: number): string =>
  new Intl.NumberFormat(lang, { style: 'percent' }).format(fraction);
