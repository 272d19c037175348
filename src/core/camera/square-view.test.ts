import { describe, expect, it } from 'vitest';
import { drawn } from '../../test/photos/drawn.ts';
import { orbitCamera } from './orbit.ts';
import { viewOfFrame, windowCamera } from './square-view.ts';

const camera = { ...orbitCamera(0, 0, 2.7, 50, 64), width: 64, height: 48, cx: 30, cy: 25 };

/** Where the frame has a dark pixel, as x/z and y/z. */
const spot = (view: typeof camera, image: { data: ArrayLike<number>; width: number }) => {
  let [x, y, sum] = [0, 0, 0];
  for (let at = 0; at < image.data.length / 4; at++) {
    const dark = ((255 - image.data[4 * at]) * image.data[4 * at + 3]) / 255;
    x += dark * ((at % image.width) + 0.5);
    y += dark * (Math.floor(at / image.width) + 0.5);
    sum += dark;
  }
  return [(x / sum - view.cx) / view.fx, (y / sum - view.cy) / view.fy];
};

const dot = (px: number, py: number) =>
  drawn(64, 48, (x, y) => (Math.abs(x - px) < 2 && Math.abs(y - py) < 2 ? 0 : 255));

describe('viewOfFrame', () => {
  it.each([
    [40, 30],
    [20, 12],
  ])('keeps the direction of what is at %i, %i', (x, y) => {
    const view = windowCamera(camera, 0.45, 128);
    const image = viewOfFrame(dot(x, y), camera, view);
    const [u, v] = spot(view, image);
    expect(u).toBeCloseTo((x + 0.5 - camera.cx) / camera.fx, 2);
    expect(v).toBeCloseTo((y + 0.5 - camera.cy) / camera.fy, 2);
  });

  it('is transparent beyond the frame, and where the lens shows nothing', () => {
    const view = windowCamera(camera, 0.6, 32);
    const { data } = viewOfFrame(
      drawn(64, 48, () => 90),
      camera,
      view,
    );
    expect(data[3]).toBe(0);
    expect([...data.subarray(4 * (16 * 32 + 16), 4 * (16 * 32 + 17))]).toEqual([90, 90, 90, 255]);
    const blind = viewOfFrame(
      drawn(64, 48, () => 90),
      camera,
      view,
      () => [NaN, NaN],
    );
    expect(blind.data.every((value) => value === 0)).toBe(true);
  });

  it('undoes a lens', () => {
    const view = windowCamera(camera, 0.45, 128);
    // The lens shows everything farther outside than it is.
    const image = viewOfFrame(dot(50, 35), camera, view, (x, y) => [1.1 * x, 1.1 * y]);
    const [u, v] = spot(view, image);
    expect(1.1 * u).toBeCloseTo((50.5 - camera.cx) / camera.fx, 2);
    expect(1.1 * v).toBeCloseTo((35.5 - camera.cy) / camera.fy, 2);
  });

  it('averages what is finer than the view', () => {
    const stripes = drawn(64, 48, (x) => (x % 2 ? 0 : 200));
    const view = windowCamera(camera, 0.3, 8);
    const { data } = viewOfFrame(stripes, camera, view);
    expect(Math.abs(data[4 * (4 * 8 + 4)] - 100)).toBeLessThan(20);
  });
});
