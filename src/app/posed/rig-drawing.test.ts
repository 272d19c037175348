import { describe, expect, it } from 'vitest';
import { orbitCamera } from '../../core/camera/orbit.ts';
import { rigDrawing, type Point } from './rig-drawing.ts';

const MOUSE = [0, 0, 0];
const ring = [0, 90, 180, 270].map((azimuth) => orbitCamera(azimuth, 0, 2.7, 50, 64));
const FRONT = { azimuthDeg: 0, elevationDeg: 0 };
const of = (list: readonly { view: number; centre: Point }[], view: number) =>
  list.find((each) => each.view === view)!;

describe('rigDrawing', () => {
  it('seen from the first camera: that one is in front, the second at the right', () => {
    const { cameras, mouse, up } = rigDrawing(ring, MOUSE, FRONT);
    expect(cameras.map(({ view }) => view).at(-1)).toBe(0);
    expect(cameras[0].view).toBe(2);
    expect(mouse[0]).toBeCloseTo(0, 9);
    expect(of(cameras, 1).centre[0]).toBeCloseTo(0.8, 6);
    expect(of(cameras, 1).centre[1]).toBeCloseTo(0, 9);
    expect(of(cameras, 3).centre[0]).toBeCloseTo(-0.8, 6);
    expect(up[0]).toBeCloseTo(0, 9);
    expect(up[1]).toBeLessThan(-0.2);
  });

  it('turns: from a quarter further, the second camera is in front', () => {
    const { cameras } = rigDrawing(ring, MOUSE, { azimuthDeg: 90, elevationDeg: 0 });
    expect(cameras.at(-1)!.view).toBe(1);
    expect(of(cameras, 0).centre[0]).toBeLessThan(-0.7);
  });

  it('the picture of a camera lies between it and the mouse, with its upper border above', () => {
    const { cameras } = rigDrawing(ring, MOUSE, FRONT);
    const { centre, corners } = cameras.find(({ view }) => view === 1)!;
    for (const [x] of corners) expect(x).toBeLessThan(centre[0]);
    const [leftTop, rightTop, rightBottom, leftBottom] = corners.map(([, y]) => y);
    expect(Math.max(leftTop, rightTop)).toBeLessThan(Math.min(rightBottom, leftBottom));
  });

  it('everything stays in the drawing, from all sides, and in any unit', () => {
    const large = ring.map((camera) => ({
      ...camera,
      w2c: camera.w2c.map((value, k) => ([3, 7, 11].includes(k) ? 1000 * value : value)),
    }));
    for (const cameras of [ring, large])
      for (let azimuthDeg = 0; azimuthDeg < 360; azimuthDeg += 30)
        for (const elevationDeg of [-85, 0, 45, 85]) {
          const drawing = rigDrawing(cameras, MOUSE, { azimuthDeg, elevationDeg });
          const points = [...drawing.cameras.map(({ centre }) => centre), drawing.mouse];
          for (const value of points.flat()) expect(Math.abs(value)).toBeLessThanOrEqual(1 + 1e-9);
          for (const { near } of drawing.cameras) {
            expect(near).toBeGreaterThanOrEqual(-1e-9);
            expect(near).toBeLessThanOrEqual(1 + 1e-9);
          }
        }
  });

  it('two cameras at one place give numbers', () => {
    const { cameras, up } = rigDrawing([ring[0], ring[0]], [2.7, 0, 0], FRONT);
    expect([...cameras.flatMap(({ centre }) => centre), ...up].every(Number.isFinite)).toBe(true);
  });
});
