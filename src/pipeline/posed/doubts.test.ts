import { describe, expect, it } from 'vitest';
import { drawn, type Colour } from '../../test/photos/drawn.ts';
import { sphereCameras, sphereView } from '../../test/photos/spheres.ts';
import { viewDoubts } from './doubts.ts';

const SIZE = 96;

const CAMERAS = sphereCameras(SIZE);
const white: Colour = 255;
const view = sphereView;
const VIEWS = CAMERAS.map((camera) => view(camera));
const order = (...list: number[]) => list.map((i) => VIEWS[i]);

describe('viewDoubts', () => {
  it.each([
    ['on white', VIEWS],
    ['nearly white fur', CAMERAS.map((camera) => view(camera, { subject: 235 }))],
    ['cut out', CAMERAS.map((camera) => view(camera, { background: [0, 0, 0, 0] }))],
  ])('views of one subject, %s', (_, views) => expect(viewDoubts(views, CAMERAS)).toEqual([]));

  it('white fur that is cut out', () => {
    const fur = { subject: 250, background: [0, 0, 0, 0] };
    const views = CAMERAS.map((camera) => view(camera, fur));
    const masked = views.map(() => true);
    expect(viewDoubts(views, CAMERAS, masked)).toEqual([]);
  });

  it('two views', () => expect(viewDoubts(VIEWS.slice(0, 2), CAMERAS.slice(0, 2))).toEqual([]));

  it.each([
    ['two pictures exchanged', order(0, 2, 1, 3, 4, 5)],
    ['a picture of another subject', [...order(0, 1, 2, 3, 4), view(CAMERAS[0])]],
    ['an empty picture', [...order(0, 1, 2, 3, 4), drawn(SIZE, SIZE, () => white)]],
  ])('%s', (_, views) => expect(viewDoubts(views, CAMERAS)).toEqual(['views-disagree']));

  it('a picture that is shifted by a twentieth of its width', () => {
    const shifted = CAMERAS.with(3, { ...CAMERAS[3], cx: CAMERAS[3].cx + SIZE / 20 });
    expect(viewDoubts(VIEWS, shifted)).toEqual(['views-disagree']);
  });

  it('pictures in a wrong order are refused, and the fit of each is said', () =>
    expect(() => viewDoubts(order(5, 3, 1, 0, 2, 4), CAMERAS)).toThrow(
      expect.objectContaining({
        code: 'views-apart',
        message: expect.stringMatching(/(\d+ %, ){5}\d+ % lie in/) as string,
      }),
    ));

  it('a background that is not white', () => {
    const views = [view(CAMERAS[0], { background: 180 }), ...VIEWS.slice(1)];
    expect(viewDoubts(views, CAMERAS)).toEqual(['views-background']);
  });
});
