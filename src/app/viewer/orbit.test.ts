import { describe, expect, it } from 'vitest';
import {
  byShorterWay,
  DISTANCE_MAX,
  DISTANCE_MIN,
  eased,
  ELEVATION_LIMIT_DEG,
  HOME,
  homeward,
  movedBy,
  turned,
  zoomed,
} from './orbit.ts';

describe('orbit', () => {
  it('stops at the limits of elevation and distance', () => {
    expect(turned(HOME, 0, 999).elevationDeg).toBe(ELEVATION_LIMIT_DEG);
    expect(turned(HOME, 0, -999).elevationDeg).toBe(-ELEVATION_LIMIT_DEG);
    expect(zoomed(HOME, 100).distance).toBe(DISTANCE_MIN);
    expect(zoomed(HOME, 0.01).distance).toBe(DISTANCE_MAX);
  });

  it('cannot look far away from the splat', () => {
    expect(movedBy(HOME, [99, -99, 0])).toMatchObject({ x: 2, y: -2, z: 0 });
  });

  it('stands upright again after a turn', () => {
    const rolled = { ...HOME, rollDeg: 20, shiftX: 0.1 };
    expect(turned(rolled, 5, 0)).toMatchObject({ azimuthDeg: 275, rollDeg: 0, shiftX: 0 });
  });

  it('resets by the shorter way around the mouse', () => {
    expect(homeward({ ...HOME, azimuthDeg: 270 + 725 }).azimuthDeg).toBe(270 + 720);
    expect(homeward({ ...HOME, azimuthDeg: 80 }).azimuthDeg).toBe(-90);
    expect(byShorterWay({ ...HOME, azimuthDeg: -170 }, { ...HOME, azimuthDeg: 170 })).toEqual({
      ...HOME,
      azimuthDeg: 190,
    });
  });

  it('reaches its goal', () => {
    let orbit = { ...turned(HOME, 40, 10), x: 0.4, halfHeight: 0.5 };
    for (let step = 0; step < 100; step++) orbit = eased(orbit, HOME, 0.2);
    expect(orbit).toBe(HOME);
  });
});
