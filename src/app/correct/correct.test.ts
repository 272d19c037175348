import { describe, expect, it } from 'vitest';
import { keyNudge, moved, scaled } from './nudging.ts';
import { closeUpOf, movedOf, pointsOf, withPoint, withPoints } from './moved-points.ts';
import { withPainted } from './painted.ts';
import { fitted, showing, toCanvas, toPhoto, zoomed } from './surface/view.ts';

describe('the view of the photo', () => {
  const photo = { width: 400, height: 200 };
  const canvas = { width: 200, height: 200 };
  const whole = fitted(photo, canvas);

  it('shows all of it in the middle', () => {
    expect(whole).toEqual({ scale: 0.5, x: 0, y: 50 });
    expect(toPhoto(whole, toCanvas(whole, { x: 30, y: 40 }))).toEqual({ x: 30, y: 40 });
  });

  it('zooms about a point that stays', () => {
    const about = { x: 60, y: 90 };
    const before = toPhoto(whole, about);
    const near = zoomed(whole, { factor: 3, about }, photo, canvas);
    expect(near.scale).toBe(1.5);
    expect(toPhoto(near, about)).toEqual({
      x: expect.closeTo(before.x, 9) as number,
      y: expect.closeTo(before.y, 9) as number,
    });
    expect(zoomed(whole, { factor: 0.1, about }, photo, canvas).scale).toBe(0.5);
    expect(zoomed(whole, { factor: 1e6, about }, photo, canvas).scale).toBe(32);
  });

  it('cannot leave the photo, and follows the cursor', () => {
    const away = { factor: 1, about: { x: 0, y: 0 }, moved: { x: 1e4, y: 0 } };
    expect(zoomed(whole, away, photo, canvas).x).toBe(100);
    const near = zoomed(whole, { factor: 8, about: { x: 0, y: 100 } }, photo, canvas);
    const far = { x: 390, y: 100 };
    expect(toCanvas(near, far).x).toBeGreaterThan(200);
    const followed = showing(near, far, photo, canvas);
    expect(toCanvas(followed, far)).toEqual({ x: 100, y: 100 });
    expect(showing(followed, far, photo, canvas)).toBe(followed);
  });
});

describe('a nudge', () => {
  const none = { scale: 1, x: 0, y: 0 };

  it('follows keys, and stays within its limits', () => {
    expect(keyNudge(none, 'ArrowLeft', false)).toEqual({ scale: 1, x: -0.005, y: 0 });
    expect(keyNudge(none, 'ArrowDown', true)).toEqual({ scale: 1, x: 0, y: 0.05 });
    expect(keyNudge(none, '+', false)?.scale).toBe(1.02);
    expect(keyNudge(none, 'x', false)).toBeNull();
    expect(moved(none, 5, -5)).toEqual({ scale: 1, x: 1, y: -1 });
    expect([scaled(none, 9).scale, scaled(none, 0.01).scale]).toEqual([4, 0.25]);
  });
});

describe('moved keypoints', () => {
  it('are kept in the pixels of the photo, so that they stay when the subject is nudged', () => {
    const placed = (scale: number) => ({
      ...{ size: 512, placement: { scale, offsetX: 10, offsetY: 20 } },
      box: { left: 0, top: 0, width: 1, height: 1 },
    });
    const points = withPoint(new Map(), 2, [0.5, -3]);
    expect(points.get(2)).toEqual([0.5, -1]);
    const correction = movedOf(points, placed(2));
    expect(correction).toEqual([{ keypoint: 2, x: 187, y: -10 }]);
    const [u, v] = pointsOf(correction, placed(1)).get(2)!;
    expect([u, v]).toEqual([(2 * 197) / 512 - 1, (2 * 10) / 512 - 1]);
    expect(movedOf(new Map(), placed(1))).toBeUndefined();
    expect([...withPoints(new Float32Array(6), points)]).toEqual([0, 0, 0, 0, 0.5, -1]);
  });
});

it('the keypoints are shown large, without leaving the subject', () => {
  const near = closeUpOf(Float32Array.of(-0.2, 0, 0.4, 0.1));
  expect(near.zoom).toBeCloseTo(1 / (1.35 * 0.3), 5);
  expect([near.x, near.y]).toEqual([
    expect.closeTo(0.1, 5) as number,
    expect.closeTo(0.05, 5) as number,
  ]);
  expect(closeUpOf(Float32Array.of(-1, -1, 1, 1))).toEqual({ x: 0, y: 0, zoom: 1 });
  const edge = closeUpOf(Float32Array.of(0.8, 0, 1, 0));
  expect(edge.x + 1 / edge.zoom).toBeCloseTo(1, 5);
});

describe('painted views', () => {
  const png = ['a', 'b'].map((text) => new Blob([text]));
  const event = (seeds: number[], group = 'g') => ({ type: 'views', png, seeds, group }) as const;
  const seeds = (of: ReturnType<typeof withPainted>) =>
    of?.views.map((view) => view.map(({ seed }) => seed));

  it('are collected by seed until the subject or the settings change', () => {
    const first = withPainted(undefined, event([4, 4]), { matting: 'done' });
    const second = withPainted(first, event([4, 5]), { matting: 'reused', pose: 'reused' });
    expect(seeds(second)).toEqual([[4], [4, 5]]);
    expect(second?.seeds).toEqual([4, 5]);
    expect(seeds(withPainted(second, event([6, 6], 'h'), {}))).toEqual([[6], [6]]);
    expect(seeds(withPainted(second, event([6, 6]), { centring: 'done' }))).toEqual([[6], [6]]);
    expect(withPainted(second, { type: 'views', png }, {})).toBeUndefined();
  });
});
