import type { RenderOptions } from './types.ts';

/** Backgrounds that have a name. */
export const BACKGROUND_NAMES = ['white', 'black', 'grey'] as const;

/** Middle grey: 128 of 255. */
const GREY = '#808080';

const levelValue = (hex: string): number => parseInt(hex, 16) / 255;

/** A background from its name or its colour, `#rrggbb`. Null for any other text. */
export function backgroundOf(text: string): RenderOptions['background'] | null {
  if (text === 'white' || text === 'black') return text;
  const [, red, green, blue] =
    /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text === 'grey' ? GREY : text) ?? [];
  return red ? [levelValue(red), levelValue(green), levelValue(blue)] : null;
}
