import type { RenderOptions } from './types.ts';

/** Backgrounds that have a name. */
export const BACKGROUND_NAMES = ['white', 'black', 'grey'] as const;

/** Middle grey: 128 of 255. */
const GREY = '#808080';

/**
 * The level of a channel, 0…255, as a value that is written as this byte: the rasterizer truncates 255 · value, so the
 * value is the middle of the byte's range.
 */
const levelValue = (hex: string): number => Math.min(1, (parseInt(hex, 16) + 0.5) / 255);

/** A background from its name or its colour, `#rrggbb`. Null for any other text. */
export function backgroundOf(text: string): RenderOptions['background'] | null {
  if (text === 'white' || text === 'black') return text;
  const [, red, green, blue] =
    /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text === 'grey' ? GREY : text) ?? [];
  return red ? [levelValue(red), levelValue(green), levelValue(blue)] : null;
}
