import { describe, expect, it } from 'vitest';
import { depthAt, depthSlope, depthWithin, type DepthMap } from './depth-map.ts';

/** A depth map of 8² pixels from a function of column and row. */
const map = (depth: (x: number, y: number) => number): DepthMap => ({
  size: 8,
  z: Float32Array.from({ length: 64 }, (_, at) => depth(at % 8, Math.floor(at / 8))),
});

describe('depthWithin', () => {
  it('fills each missing depth of an included pixel with the mean of the included pixels around it', () => {
    const { z } = depthWithin(
      map((x, y) => (x === 0 ? 2 + y : 0)),
      (at) => at % 8 < 3,
    );
    for (const at of z.keys()) {
      const [x, y] = [at % 8, Math.floor(at / 8)];
      if (x === 0) expect(z[at]).toBe(2 + y);
      if (x > 2) expect(z[at]).toBe(0);
      if (x === 0 || x > 2) continue;
      const near = [...z.keys()].filter(
        (one) =>
          one !== at &&
          one % 8 < 3 &&
          Math.abs((one % 8) - x) < 2 &&
          Math.abs(Math.floor(one / 8) - y) < 2,
      );
      expect(z[at]).toBeCloseTo(near.reduce((sum, one) => sum + z[one], 0) / near.length, 3);
    }
  });

  it('mixes a depth with those around it, the more the less it is trusted', () => {
    const found = [0, 0.01, 0.5, 0.99, 1].map(
      (trust) =>
        depthWithin(
          map((x) => (x === 4 ? 3 : 2)),
          (at) => at < 8,
          Float32Array.from({ length: 64 }, (_, at) => (at === 4 ? trust : 1)),
        ).z[4],
    );
    [2, 2.01, 2.5, 2.99, 3].forEach((depth, i) => expect(found[i]).toBeCloseTo(depth, 4));
  });

  it('drops the depths of pixels that are not included', () =>
    expect(
      depthWithin(
        map(() => 2),
        (at) => at === 9,
      ).z.reduce((a, b) => a + b),
    ).toBe(2));

  it('does not fill pixels that are not connected to a pixel with a depth', () =>
    expect(
      depthWithin(
        map((x) => (x === 0 ? 2 : 0)),
        (at) => at % 8 > 3,
      ).z.every((depth) => depth === 0),
    ).toBe(true));
});

describe('depthAt', () => {
  it('is linear on a plane', () => {
    const plane = map((x, y) => 2 + 0.01 * x + 0.02 * y);
    expect(depthAt(plane, 3.7, 5.2)).toBeCloseTo(2 + 0.01 * 3.2 + 0.02 * 4.7, 6);
    expect(depthAt(plane, 4.5, 4.5)).toBeCloseTo(2.12, 6);
  });

  it('does not interpolate between two surfaces', () => {
    const step = map((x) => (x < 4 ? 2 : 2.5));
    expect(depthAt(step, 3.9, 4)).toBe(2);
    expect(depthAt(step, 4.1, 4)).toBe(2.5);
  });

  it('does not jump while a step grows', () => {
    const at = (step: number) =>
      depthAt(
        map((x) => (x < 4 ? 2 : 2 + step)),
        3.9,
        4,
      );
    // Up to half a step of `DEPTH_STEP` both sides count fully.
    expect(at(0.04)).toBeCloseTo(2 + 0.4 * 0.04, 6);
    for (let step = 0; step < 0.1; step += 0.001)
      expect(Math.abs(at(step + 0.001) - at(step))).toBeLessThan(0.002);
  });

  it('uses only the pixels with a depth at a border, and is 0 if no pixel has a depth', () => {
    const half = map((x) => (x < 4 ? 3 : 0));
    expect(depthAt(half, 4.2, 4)).toBe(3);
    expect(depthAt(half, 0, 0)).toBe(3);
    expect(depthAt(half, 5.6, 4)).toBe(0);
    expect(depthAt(half, -3, 40)).toBe(0);
  });
});

describe('depthSlope', () => {
  it('is the slope of a plane', () => {
    const plane = map((x, y) => 2 + 0.01 * x - 0.02 * y);
    expect(depthSlope(plane, [4, 4], 0, 0.5)).toBeCloseTo(0.005, 6);
    expect(depthSlope(plane, [4, 4], 1, 1)).toBeCloseTo(-0.02, 6);
  });

  it('does not jump while a step grows', () => {
    const at = (step: number) =>
      depthSlope(
        map((x) => (x < 4 ? 2 : 2 + step)),
        [3.5, 4.5],
        0,
        1,
      );
    expect(at(0.02)).toBeCloseTo(0.01, 6);
    expect(at(0.1)).toBe(0);
    for (let step = 0; step < 0.1; step += 0.001)
      expect(Math.abs(at(step + 0.001) - at(step))).toBeLessThan(0.002);
  });

  it('leaves out a step, and a direction without a depth', () => {
    const step = map((x) => (x < 4 ? 2 + 0.01 * x : 3));
    expect(depthSlope(step, [3.5, 4.5], 0, 1)).toBeCloseTo(0.01, 6);
    expect(
      depthSlope(
        map((x) => (x < 4 ? 2 + 0.01 * x : 0)),
        [3.5, 4.5],
        0,
        1,
      ),
    ).toBeCloseTo(0.01, 6);
  });
});
