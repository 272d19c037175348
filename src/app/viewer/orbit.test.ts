import { describe, expect, it } from 'vitest';
import {
  DISTANCE_MAX,
  DISTANCE_MIN,
  eased,
  ELEVATION_LIMIT_DEG,
  HOME,
  homeward,
  plyEye,
  turned,
  zoomed,
} from './orbit.ts';

describe('orbit', () => {
  it('starts at +Z of the PLY and above the mouse (−Y is up)', () => {
    const [x, y, z] = plyEye(HOME);
    expect(x).toBeCloseTo(0, 9);
    expect(y).toBeLessThan(0);
    expect(z).toBeGreaterThan(0);
    expect(Math.hypot(x, y, z)).toBeCloseTo(2.7, 9);
  });

  it('does not mirror the mouse: azimuth 0° is −X', () => {
    const [x, , z] = plyEye({ ...HOME, azimuthDeg: 0 });
    expect(x).toBeLessThan(-2);
    expect(z).toBeCloseTo(0, 9);
  });

  it('stops at the limits of elevation and distance', () => {
    expect(turned(HOME, 0, 999).elevationDeg).toBe(ELEVATION_LIMIT_DEG);
    expect(turned(HOME, 0, -999).elevationDeg).toBe(-ELEVATION_LIMIT_DEG);
    expect(zoomed(HOME, 100).distance).toBe(DISTANCE_MIN);
    expect(zoomed(HOME, 0.01).distance).toBe(DISTANCE_MAX);
  });

  it('resets by the shorter way around the mouse', () => {
    expect(homeward({ ...HOME, azimuthDeg: 270 + 725 }).azimuthDeg).toBe(270 + 720);
    expect(homeward({ ...HOME, azimuthDeg: 80 }).azimuthDeg).toBe(-90);
  });

  it('reaches its goal', () => {
    let orbit = turned(HOME, 40, 10);
    for (let step = 0; step < 100; step++) orbit = eased(orbit, HOME, 0.2);
    expect(orbit).toBe(HOME);
  });
});
