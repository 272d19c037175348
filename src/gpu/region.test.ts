import { describe, expect, it } from 'vitest';
import { orbitCamera } from '../core/camera/orbit.ts';
import { viewOf } from '../core/rasterize/view.ts';
import {
  bandsOf,
  pixelsOf,
  regionUniforms,
  splitCrowded,
  tileCount,
  type Region,
} from './region.ts';

const view = viewOf({ ...orbitCamera(0, 0, 2.7, 50, 100), width: 1000, height: 530 });
const whole: Region = { left: 0, top: 0, right: view.tilesX, bottom: view.tilesY };

/** The set of numbers of regions that contain a tile, over all tiles of the picture: {1} is a partition. */
function timesDrawn(regions: readonly Region[]): Set<number> {
  const tiles = new Uint8Array(view.tilesX * view.tilesY);
  for (const { left, top, right, bottom } of regions)
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) tiles[y * view.tilesX + x] += 1;
  return new Set(tiles);
}

describe('bandsOf', () => {
  it.each([1, 20_000, 100_000, 1e9])('covers every tile once, %i pixels at once', (pixels) => {
    const bands = bandsOf(view, pixels);
    expect(timesDrawn(bands)).toEqual(new Set([1]));
    for (const band of bands) {
      const { start, count } = pixelsOf(band, view);
      expect(start % 64).toBe(0);
      expect(start).toBeLessThanOrEqual(16 * band.top * view.width);
      expect(start + count).toBeLessThanOrEqual(view.width * view.height);
      if (band.bottom - band.top > 1) expect(count).toBeLessThanOrEqual(pixels);
    }
  });
});

describe('splitCrowded', () => {
  it.each([1100, 5000, 2e6, 0xffffffff])('splits a region that needs %i pairs', (needed) => {
    const [rest, crowded] = bandsOf(view, 300_000);
    const split = splitCrowded([rest, crowded], new Uint32Array([1000, needed]), 1000);
    expect(split[0]).toBe(rest);
    expect(split.length).toBeGreaterThan(2);
    expect(split.slice(1).reduce((sum, region) => sum + tileCount(region), 0)).toBe(
      tileCount(crowded),
    );
    expect(timesDrawn([...split, ...bandsOf(view, 300_000).slice(2)])).toEqual(new Set([1]));
  });

  it('splits down to single tiles, and does not split those', () => {
    let regions: readonly Region[] = [whole];
    for (let i = 0; i < 10; i++)
      regions = splitCrowded(regions, new Uint32Array(regions.length).fill(0xffffffff), 1);
    expect(regions.length).toBe(tileCount(whole));
    expect(timesDrawn(regions)).toEqual(new Set([1]));
  });
});

it('writes the regions’ uniforms 256 bytes apart', () => {
  const words = regionUniforms([whole, { left: 3, top: 2, right: 9, bottom: 5 }], view, 77);
  expect([...words.slice(0, 7)]).toEqual([0, 0, 63, 34, 0, 0, 77]);
  expect([...words.slice(64, 71)]).toEqual([3, 2, 9, 5, 32_000, 1, 77]);
});
