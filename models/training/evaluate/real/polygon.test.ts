import { describe, expect, it } from 'vitest';
import { fillPolygons } from './polygon.ts';
import drawn from './polygons.json';

const count = (mask: boolean[]) => mask.filter(Boolean).length;

describe('fillPolygons', () => {
  it('takes the pixels whose centre is inside', () => {
    const square = [
      [0.6, 1],
      [3.5, 1],
      [3.5, 2.4],
      [0.6, 2.4],
    ];
    const mask = fillPolygons([square], 5, 3);
    expect(mask.map(Number)).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('leaves a hole where two polygons overlap, and clips at the border', () => {
    const box = (low: number, high: number) => [
      [low, low],
      [high, low],
      [high, high],
      [low, high],
    ];
    expect(count(fillPolygons([box(0, 10), box(3, 7)], 10, 10))).toBe(84);
    expect(count(fillPolygons([box(-5, 5)], 10, 10))).toBe(25);
  });

  it('has the area of a triangle', () => {
    const triangle = [
      [0, 0],
      [400, 100],
      [100, 300],
    ];
    expect(count(fillPolygons([triangle], 400, 300)) / 55_000).toBeCloseTo(1, 2);
  });

  it.each(Object.entries(drawn.frames))('fills a mouse in %s', (_, polygons) => {
    const fraction = count(fillPolygons(polygons, 640, 569)) / (640 * 569);
    expect(fraction).toBeGreaterThan(0.03);
    expect(fraction).toBeLessThan(0.08);
  });
});
