import { describe, expect, it } from 'vitest';
import { sphereCameras } from '../../../test/photos/spheres.ts';
import type { Camera } from '../camera.ts';
import { sameProportions, sizeFault } from './calibration-size.ts';

/** Cameras of pictures of one size whose principal points are those of a real calibration of another size. */
const rig = (picture: [number, number], calibrated: [number, number], parts = PARTS): Camera[] =>
  parts.map(([x, y], i) => ({
    ...sphereCameras(8)[i],
    ...{ width: picture[0], height: picture[1], cx: x * calibrated[0], cy: y * calibrated[1] },
  }));

/** Where principal points of real lenses are, as parts of width and height. */
const PARTS: [number, number][] = [
  ...([
    [0.524, 0.481],
    [0.537, 0.423],
    [0.536, 0.469],
  ] as [number, number][]),
  ...([
    [0.506, 0.537],
    [0.52, 0.47],
    [0.512, 0.52],
  ] as [number, number][]),
];

const sizesOf = (cameras: readonly Camera[]) =>
  sizeFault(cameras)?.sizes.map(({ width, height }) => `${width}x${height}`);

describe('sizeFault', () => {
  it('lets principal points of real lenses pass', () => {
    expect(sizeFault(rig([1152, 1024], [1152, 1024]))).toBeNull();
    expect(sizeFault([])).toBeNull();
  });

  it('refuses a calibration of larger or smaller pictures, and proposes sizes that fit', () => {
    expect(sizesOf(rig([640, 569], [1152, 1024]))).toEqual(['1152x1024', '1280x1138']);
    expect(sizesOf(rig([576, 512], [1152, 1024]))?.[0]).toBe('1152x1024');
    expect(sizesOf(rig([960, 540], [1920, 1080]))).toEqual(['1920x1080']);
    expect(sizesOf(rig([2304, 2048], [1152, 1024]))?.[0]).toBe('1152x1024');
    // Upright pictures.
    expect(sizesOf(rig([540, 960], [1080, 1920]))).toContain('1080x1920');
  });

  it('names the first camera whose principal point is far from the middle', () => {
    const cameras = rig([100, 100], [100, 100]).with(2, {
      ...rig([100, 100], [100, 100])[2],
      ...{ cx: 90, cy: 40 },
    });
    expect(sizeFault(cameras)).toMatchObject({ index: 2, cx: 90, cy: 40 });
  });

  it('refuses a smaller difference only if several cameras agree on it along both axes', () => {
    const reduced = rig([922, 819], [1152, 1024]);
    expect(sizesOf(reduced)?.[0]).toBe('1152x1024');
    expect(sizeFault(reduced.slice(0, 2))).toBeNull();
    // A part of the sensor that is read out moves the principal point, too.
    const cut = reduced.map((camera) => ({ ...camera, cy: camera.height - camera.cy }));
    expect(sizeFault(cut)).toBeNull();
  });

  it('proposes nothing if no usual size is near', () => {
    expect(sizesOf(rig([100, 71], [789, 560]))).toEqual([]);
  });
});

describe('sameProportions', () => {
  it.each([
    [640, 569, 1152, 1024, true],
    [1152, 1024, 640, 569, true],
    [640, 568, 1152, 1024, true],
    [640, 567, 1152, 1024, false],
    [569, 640, 1152, 1024, false],
    [512, 512, 1152, 1024, false],
  ])('%i × %i and %i × %i: %s', (width, height, w, h, expected) => {
    expect(sameProportions({ width, height }, { width: w, height: h })).toBe(expected);
  });
});
