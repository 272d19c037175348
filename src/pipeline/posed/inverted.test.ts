import { expect, it } from 'vitest';
import { drawn, inEllipse } from '../../test/photos/drawn.ts';
import { isInverted } from './inverted.ts';

/** A mask of 80 × 60 pixels. */
const mask = (isMouse: (x: number, y: number) => boolean) =>
  drawn(80, 60, (x, y) => [90, 90, 90, isMouse(x, y) ? 255 : 0]);
const MOUSE = (x: number, y: number) => inEllipse(x, y, [40, 30, 14, 8]);
const AT_BORDER = (x: number, y: number) => inEllipse(x, y, [40, 55, 14, 8]);

it.each([
  ['white around the mouse', (x: number, y: number) => !MOUSE(x, y), true],
  ['white around a mouse at the border', (x: number, y: number) => !AT_BORDER(x, y), true],
  ['white on the mouse', MOUSE, false],
  ['white on a mouse at the border', AT_BORDER, false],
  ['white on all', () => true, false],
  ['white on all but one pixel', (x: number, y: number) => x !== 7 || y !== 9, false],
  ['a close-up', (x: number, y: number) => inEllipse(x, y, [40, 30, 52, 38]), false],
])('%s', (_, isMouse, inverted) => expect(isInverted(mask(isMouse))).toBe(inverted));
