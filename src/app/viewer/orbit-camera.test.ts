import { describe, expect, it } from 'vitest';
import { cameraForSize, toCamera, type Camera } from '../../core/camera/camera.ts';
import { orbitCamera } from '../../core/camera/orbit.ts';
import { mapCamera } from '../../core/camera/similarity.ts';
import { turnFromZ } from '../../core/camera/upright.ts';
import { shapeOf } from '../../core/gaussians/splat-shape.ts';
import { randomCloud } from '../../test/random-clouds.ts';
import { HOME, turned } from './orbit.ts';
import { cameraOf, framed, orbitOf, panned } from './orbit-camera.ts';

const WIDE = { width: 900, height: 600 };

/** Where a point is in the picture, pixels. */
const seen = (camera: Camera, point: ArrayLike<number>) => {
  const [x, y, z] = toCamera(camera, Float32Array.from(point), 0);
  return [(camera.fx * x) / z + camera.cx, (camera.fy * y) / z + camera.cy];
};

const expectNear = (actual: ArrayLike<number>, expected: ArrayLike<number>, digits: number) => {
  for (let i = 0; i < expected.length; i++) expect(actual[i]).toBeCloseTo(expected[i], digits);
};

describe('cameraOf', () => {
  it('is the camera of the turntable', () => {
    const { w2c } = cameraOf({ ...HOME, azimuthDeg: 33 }, WIDE);
    expectNear(w2c, orbitCamera(33, 20, 2.7, 31, 100).w2c, 9);
  });

  it('shows both fields of view whatever the shape', () => {
    for (const size of [WIDE, { width: 300, height: 900 }]) {
      const { width, height, fx, fy } = cameraOf(HOME, size);
      expect(width / 2 / fx).toBeGreaterThanOrEqual(HOME.halfWidth - 1e-9);
      expect(height / 2 / fy).toBeGreaterThanOrEqual(HOME.halfHeight - 1e-9);
    }
  });
});

describe('orbitOf', () => {
  /** Rolled, tilted, off the middle, and not at the origin: as a photo's camera in an upright world. */
  const rig = orbitCamera(300, 12, 2.2, 48, 128);
  const tilted: Camera = {
    ...mapCamera({ ...turnFromZ([0.36, -0.48, 0.8]), translation: [0.1, 0.2, -0.1] }, rig),
    cx: 70,
    cy: 61,
  };
  const points = [
    [0, 0, 0],
    [0.4, -0.3, 0.2],
    [-0.5, 0.1, -0.3],
  ];

  it.each([
    ['of the rig', rig],
    ['that is tilted and rolled', tilted],
    ['straight above', orbitCamera(10, 89.9999999, 2.7, 40, 128)],
  ])('gives a camera %s back: its picture fills the middle of the view', (_, camera) => {
    const back = cameraOf(orbitOf(camera, [0.1, 0, 0]), WIDE);
    const large = cameraForSize(camera, { width: 600, height: 600 });
    for (const point of points) {
      const [x, y] = seen(large, point);
      expectNear(seen(back, point), [x + (WIDE.width - 600) / 2, y], 3);
    }
  });
});

describe('panned', () => {
  it('moves what is looked at as far as the pointer', () => {
    const orbit = panned({ ...HOME, azimuthDeg: 40 }, 0.1, -0.05, WIDE);
    expectNear(seen(cameraOf(orbit, WIDE), [0, 0, 0]), [450 + 60, 300 - 30], 6);
  });
});

describe('framed', () => {
  const cloud = randomCloud(7, {
    count: 2000,
    logit: () => 3,
    position: (random) => [1.4 * random(), 0.3 * random() - 0.6, 0.5 * random()],
  });
  const shape = shapeOf(cloud);

  it('finds the box and the floor', () => {
    expectNear(shape.middle, [0.7, -0.45, 0.25], 1);
    expectNear(shape.half, [0.7, 0.15, 0.25], 1);
    expect(shape.floor).toBeGreaterThan(-0.001);
    expect(shape.floor).toBeLessThan(0.01);
    expect(shape.reach).toBeGreaterThan(0.65);
    expect(shape.reach).toBeLessThan(0.75);
  });

  it.each([
    [HOME, WIDE],
    [turned(HOME, 90, 40), WIDE],
    [turned(HOME, 200, -60), { width: 300, height: 800 }],
  ])('shows all of it, and as large as the picture allows (%#)', (from, size) => {
    const camera = cameraOf(framed(from, shape, size), size);
    let fill = 0;
    for (let i = 0; i < cloud.count; i++) {
      const [x, y] = seen(camera, cloud.xyz.subarray(3 * i, 3 * i + 3));
      fill = Math.max(
        fill,
        Math.abs(x / size.width - 0.5) * 2,
        Math.abs(y / size.height - 0.5) * 2,
      );
    }
    expect(fill).toBeLessThan(1);
    expect(fill).toBeGreaterThan(0.75);
  });

  it('knows no box of nothing', () => {
    expect(shapeOf(randomCloud(1, { count: 0 }))).toMatchObject({ middle: [0, 0, 0], reach: 0 });
  });
});
