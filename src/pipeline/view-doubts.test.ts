import { describe, expect, it } from 'vitest';
import { toCamera, type Camera } from '../core/camera/camera.ts';
import { orbitCamera } from '../core/camera/orbit.ts';
import { drawn, type Colour } from '../test/photos/drawn.ts';
import { viewDoubts } from './view-doubts.ts';

const SIZE = 96;

/** A body, a head and the end of a tail, beside the origin: x, y, z and radius, world units. */
const SPHERES = [
  [0.4, -0.3, 0, 0.25],
  [0.75, -0.2, 0.05, 0.15],
  [-0.3, -0.4, 0.2, 0.06],
];

/** Six cameras around the subject, at two heights. */
const CAMERAS = [0, 50, 110, 180, 230, 310].map((azimuth, i) =>
  orbitCamera(azimuth, i % 2 ? 35 : 5, 2.7, 50, SIZE),
);

const [white, grey]: Colour[] = [255, 90];

/** The picture that a camera takes of the spheres. */
function view(camera: Camera, { subject = grey, background = white } = {}) {
  const discs = SPHERES.map(([x, y, z, radius]) => {
    const [u, v, depth] = toCamera(camera, Float32Array.of(x, y, z), 0);
    const { fx, cx, fy, cy } = camera;
    return [(fx * u) / depth + cx, (fy * v) / depth + cy, (fx * radius) / depth];
  });
  const isSubject = (x: number, y: number) =>
    discs.some(([u, v, radius]) => Math.hypot(x + 0.5 - u, y + 0.5 - v) < radius);
  return drawn(SIZE, SIZE, (x, y) => (isSubject(x, y) ? subject : background));
}
const VIEWS = CAMERAS.map((camera) => view(camera));
const order = (...list: number[]) => list.map((i) => VIEWS[i]);

describe('viewDoubts', () => {
  it.each([
    ['on white', VIEWS],
    ['nearly white fur', CAMERAS.map((camera) => view(camera, { subject: 235 }))],
    ['cut out', CAMERAS.map((camera) => view(camera, { background: [0, 0, 0, 0] }))],
  ])('views of one subject, %s', (_, views) => expect(viewDoubts(views, CAMERAS)).toEqual([]));

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
