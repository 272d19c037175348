import { expect, it } from 'vitest';
import { orbitCamera } from '../camera/orbit.ts';
import { toWorld } from '../camera/camera.ts';
import { quaternionOf } from '../camera/similarity.ts';
import { emptyCloud, SH_C0 } from '../gaussians/gaussian-cloud.ts';
import { drawn } from '../../test/photos/drawn.ts';
import { blendColours } from './blend-colours.ts';
import { BLEND } from './thresholds.ts';

const SIZE = 32;

/** A photo of one colour with one surfel in its middle, at the origin, that faces `normal` degrees. */
function layer(azimuth: number, grey: number, normal: number, depth = 2.7) {
  const camera = orbitCamera(azimuth, 0, 2.7, 50, SIZE);
  const surfels = emptyCloud(1);
  surfels.xyz.set(toWorld(camera, [SIZE / 2, SIZE / 2], depth));
  // The third axis of the surfel is horizontal.
  const angle = (normal * Math.PI) / 180;
  const [x, y] = [Math.cos(angle), Math.sin(angle)];
  surfels.rotation.set(quaternionOf([-y, 0, x, x, 0, y, 0, 1, 0]));
  surfels.shDc.fill((grey - 0.5) / SH_C0);
  return {
    photo: drawn(SIZE, SIZE, () => 255 * grey),
    camera,
    surfels,
    depths: { size: SIZE, z: new Float32Array(SIZE * SIZE).fill(2.7) },
    colours: new Float32Array(3 * SIZE * SIZE).fill(grey),
  };
}
const greyOf = ({ surfels }: ReturnType<typeof layer>) => surfels.shDc[0] * SH_C0 + 0.5;

it('a surfel gets the colours of the photos that see it from the front', () => {
  const layers = [layer(0, 0.2, 0), layer(60, 0.8, 0)];
  blendColours(layers);
  const weight = Math.cos(Math.PI / 3) ** BLEND.power;
  const mean = (0.2 + weight * 0.8) / (1 + weight);
  layers.forEach((one) => expect(greyOf(one)).toBeCloseTo(mean, 3));
});

it('a photo whose surface is in front of a surfel does not see it', () => {
  const layers = [layer(0, 0.2, 0), layer(60, 0.8, 0)];
  layers[1].depths.z.fill(2.7 - 2 * BLEND.behind);
  blendColours(layers);
  expect(greyOf(layers[0])).toBeCloseTo(0.2, 3);
});

it('a surfel that no photo sees keeps its colour', () => {
  const layers = [layer(0, 0.2, 0), layer(60, 0.8, 0)];
  layers.forEach(({ depths }) => depths.z.fill(1));
  blendColours(layers);
  expect(layers.map(greyOf).map((grey) => grey.toFixed(3))).toEqual(['0.200', '0.800']);
});
