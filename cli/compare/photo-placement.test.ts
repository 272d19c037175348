import { expect, it } from 'vitest';
import { toCamera } from '../../src/core/camera/camera.ts';
import { orbitCamera } from '../../src/core/camera/orbit.ts';
import { photoPlacement } from './photo-placement.ts';
import {
  inverseSimilarity,
  mapCamera,
  mapPoint,
  type Similarity,
} from '../../src/core/camera/similarity.ts';

/** A lab's frame: millimetres, Y up, elsewhere. */
const LAB: Similarity = {
  scale: 120,
  rotation: [1, 0, 0, 0, 0, 1, 0, -1, 0],
  translation: [500, 80, -300],
};
const model = orbitCamera(270, 10, 2.7, 50, 512);

/** The pixel of a point. */
const pixel = (camera: typeof model, point: readonly number[]) => {
  const [x, y, z] = toCamera(camera, Float32Array.from(point), 0);
  return [(camera.fx * x) / z + camera.cx, (camera.fy * y) / z + camera.cy];
};

it('is the way back if the photo was made by the model’s own camera, and then enlarged and cut', () => {
  const photo = mapCamera(LAB, model);
  const larger = { ...photo, fx: 3 * photo.fx, fy: 3 * photo.fy, cx: 900, cy: 700, width: 1600 };
  // Subject pixel = photo pixel / 3 + offset.
  const centring = { scale: 1 / 3, offsetX: model.cx - 300, offsetY: model.cy - 700 / 3 };
  const found = photoPlacement(larger, centring, mapPoint(LAB, [0, 0, 0]), model);
  const expected = inverseSimilarity(LAB);
  expect(found.scale).toBeCloseTo(expected.scale, 10);
  found.rotation.forEach((value, i) => expect(value).toBeCloseTo(expected.rotation[i], 10));
  found.translation.forEach((value, i) => expect(value).toBeCloseTo(expected.translation[i], 8));
});

it('sees a small mouse beside the middle where the photo shows it', () => {
  // A camera beside, which looks past the mouse.
  const camera = { ...mapCamera(LAB, orbitCamera(200, 35, 4, 40, 800)), cx: 520, cy: 330 };
  const subject = mapPoint(LAB, [0.3, -0.2, 0.1]);
  const [x, y] = pixel(camera, subject);
  const scale = 1.7;
  const centring = { scale, offsetX: model.cx - scale * x, offsetY: model.cy - scale * y };
  const found = photoPlacement(camera, centring, subject, model);
  mapPoint(found, subject).forEach((value) => expect(value).toBeCloseTo(0, 8));
  // Points near the mouse, in all directions.
  for (const step of [
    [2, 0, 0],
    [0, 2, 0],
    [0, 0, 2],
    [-1, 1, 1],
  ]) {
    const point = subject.map((value, k) => value + step[k]);
    const [u, v] = pixel(camera, point);
    const [s, t] = pixel(model, mapPoint(found, point));
    const moved = [scale * u + centring.offsetX, scale * v + centring.offsetY];
    const length = Math.hypot(moved[0] - model.cx, moved[1] - model.cy);
    // Weak perspective, and the picture's enlargement away from the axis.
    expect(Math.hypot(s - moved[0], t - moved[1])).toBeLessThan(0.12 * length + 0.05);
  }
});
