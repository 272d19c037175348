import { describe, expect, it } from 'vitest';
import { drawn, inEllipse, noise, type Colour } from '../../test/photos/drawn.ts';
import { photoWithin } from './photo-within.ts';

const [WIDTH, HEIGHT] = [200, 150];
const cage = (x: number, y: number) => 80 + noise(x, y, 100);
const bench = (x: number, y: number) => (inEllipse(x, y, [100, 75, 25, 20]) ? 40 : 215);
/** Distance of a pixel from a window of 140 × 110 pixels, 0 inside. */
const beside = (x: number, y: number) => Math.max(30 - x, x - 169, 20 - y, y - 129, 0);
/** The shadow of the window. The mask by colour contains all of it but the last three lines. */
const shadow = (x: number, y: number) => 230 - Math.max(0, 60 - 4 * beside(x, y));

const within = (colour: (x: number, y: number) => Colour) => {
  const { box, plain, hasFrame } = photoWithin(drawn(WIDTH, HEIGHT, colour));
  return { box, isPlain: plain !== null, hasFrame };
};
const whole = { left: 0, top: 0, width: WIDTH, height: HEIGHT };
/** The window without 1 % of its longer side at each side. */
const window = { left: 32, top: 22, width: 136, height: 106 };
describe('photoWithin', () => {
  it.each<[string, (x: number, y: number) => Colour, ReturnType<typeof within>]>([
    ['a cage', cage, { box: whole, isPlain: false, hasFrame: false }],
    ['a mouse on a plain bench', bench, { box: whole, isPlain: true, hasFrame: false }],
    [
      'a window with a cage on a plain surrounding',
      (x, y) => (beside(x, y) === 0 ? cage(x, y) : 255),
      { box: window, isPlain: false, hasFrame: true },
    ],
    [
      'a window with a plain bench on a plain surrounding',
      (x, y) => (beside(x, y) === 0 ? bench(x, y) : 90),
      { box: window, isPlain: true, hasFrame: true },
    ],
    [
      'a window with a shadow',
      (x, y) => (beside(x, y) === 0 ? cage(x, y) : shadow(x, y)),
      { box: { left: 30, top: 20, width: 140, height: 110 }, isPlain: false, hasFrame: true },
    ],
    [
      'a thick frame',
      (x, y) => (Math.min(x, y, WIDTH - 1 - x, HEIGHT - 1 - y) < 30 ? 255 : cage(x, y)),
      { box: { left: 32, top: 32, width: 136, height: 86 }, isPlain: false, hasFrame: true },
    ],
    [
      'a round arena on black',
      (x, y) => (inEllipse(x, y, [100, 75, 70, 70]) ? cage(x, y) : 0),
      { box: whole, isPlain: false, hasFrame: false },
    ],
    [
      'a plain bench in a frame',
      (x, y) => (Math.min(x, y, WIDTH - 1 - x, HEIGHT - 1 - y) < 2 ? 0 : bench(x, y)),
      { box: { left: 2, top: 2, width: 196, height: 146 }, isPlain: true, hasFrame: true },
    ],
    [
      'a small rectangular object',
      (x, y) => (x >= 80 && x < 120 && y >= 50 && y < 100 ? cage(x, y) : 255),
      { box: whole, isPlain: true, hasFrame: false },
    ],
  ])('%s', (_, picture, found) => expect(within(picture)).toEqual(found));
});
