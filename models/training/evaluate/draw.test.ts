import { expect, it } from 'vitest';
import { orbitCamera } from '../../../src/core/camera/orbit.ts';
import { emptyCloud } from '../../../src/core/gaussians/gaussian-cloud.ts';
import { frameToRgba } from '../../../src/core/rasterize/frame.ts';
import { CpuRasterizer } from '../../../src/core/rasterize/rasterize.ts';
import { draw } from './draw.ts';

/** A rasterizer with one black Gaussian at the origin. `sigma` is in world units. */
function dot(sigma: number) {
  const cloud = emptyCloud(1);
  cloud.logScale.fill(Math.log(sigma));
  cloud.rotation[0] = 1;
  cloud.opacityLogit[0] = 3;
  cloud.shDc.fill(-0.5 / 0.28209479);
  const rasterizer = new CpuRasterizer();
  rasterizer.loadNow(cloud);
  return rasterizer;
}

const camera = orbitCamera(270, 20, 2.7, 38, 32);
const sum = (values: Float32Array) => values.reduce((a, b) => a + b, 0);

it('draws the same as the rasterizer at the size of the camera', () => {
  const rasterizer = dot(0.1);
  const frame = rasterizer.renderNow(camera, { background: 'white' });
  const { image, coverage } = draw(rasterizer, camera, 1);
  expect(coverage).toEqual(Float32Array.from({ length: 32 ** 2 }, (_, i) => frame.rgba[4 * i + 3]));
  const bytes = frameToRgba(frame).data;
  image.data.forEach((value, i) => expect(Math.abs(value - bytes[i])).toBeLessThanOrEqual(1));
});

it('averages pixels, so that a large Gaussian keeps its size and a small Gaussian gets narrower', () => {
  const [wide, narrow] = [dot(0.2), dot(0.005)];
  const covered = (rasterizer: CpuRasterizer, times: number) =>
    sum(draw(rasterizer, camera, times).coverage);
  expect(covered(wide, 4) / covered(wide, 1)).toBeCloseTo(1, 1);
  expect(covered(narrow, 4) / covered(narrow, 1)).toBeLessThan(0.3);
});
