/**
 * SVG paths of a mouse in profile that faces left: body and tail. The logo, the icons and the empty page show this mouse.
 * Its x is 14…202, its y 28…112.
 */
export const MOUSE_BODY =
  'M14 84c5-11 18-22 34-27-3-18 20-28 29-9 1 3 1 6 0 9 22-22 58-24 77 0 11 14 13 30 6 41H120c4-6 1-10-6-10H78c-6 1-11 5-10 10H52c-3-5-1-9 3-12-16 3-36 6-41-2Z';

export const MOUSE_TAIL = 'M158 93c22 8 44 3 42-13-1.5-11-16-11-17-2';
