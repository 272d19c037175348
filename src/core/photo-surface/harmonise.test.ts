import { describe, expect, it } from 'vitest';
import { orbitCamera } from '../camera/orbit.ts';
import { toWorld } from '../camera/camera.ts';
import { emptyCloud, SH_C0, type GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { harmonise } from './harmonise.ts';

const WIDTH = 48;
const DEPTH = 2.7;
const camera = orbitCamera(270, 20, 2.7, 38, WIDTH);

/** A photo that is wholly mouse, of one colour, on a plane in front of the camera. */
const layer = {
  camera,
  width: WIDTH,
  mask: new Float32Array(WIDTH ** 2).fill(1),
  colours: Float32Array.from({ length: 3 * WIDTH ** 2 }, (_, i) => [0.5, 0.4, 0.3][i % 3]),
  depths: { size: WIDTH, z: new Float32Array(WIDTH ** 2).fill(DEPTH) },
};

/** Gaussians of the colour 0.4 0.4 0.4 at depths behind the camera's picture plane, one per second pixel. */
function painted(depth: number, logit = 3): GaussianCloud {
  const side = WIDTH / 2;
  const cloud = emptyCloud(side ** 2);
  cloud.opacityLogit.fill(logit);
  cloud.shDc.fill((0.4 - 0.5) / SH_C0);
  for (let i = 0; i < side ** 2; i++)
    cloud.xyz.set(
      toWorld(camera, [2 * (i % side) + 1, 2 * Math.floor(i / side) + 1], depth),
      3 * i,
    );
  return cloud;
}

const both = (a: GaussianCloud, b: GaussianCloud): GaussianCloud => ({
  count: a.count + b.count,
  xyz: Float32Array.from([...a.xyz, ...b.xyz]),
  shDc: Float32Array.from([...a.shDc, ...b.shDc]),
  opacityLogit: Float32Array.from([...a.opacityLogit, ...b.opacityLogit]),
  logScale: Float32Array.from([...a.logScale, ...b.logScale]),
  rotation: Float32Array.from([...a.rotation, ...b.rotation]),
});

const colourOf = ({ shDc }: GaussianCloud, i: number) =>
  [0, 1, 2].map((c) => SH_C0 * shDc[3 * i + c] + 0.5);

const expectColour = (cloud: GaussianCloud, i: number, colour: number[]) =>
  colourOf(cloud, i).forEach((value, c) => expect(value).toBeCloseTo(colour[c], 2));

describe('harmonise', () => {
  const middle = WIDTH ** 2 / 8 + WIDTH / 4;

  it('gives Gaussians on the surface the photo’s colour, and those far behind half of the change', () => {
    const surface = painted(DEPTH);
    const cloud = both(surface, painted(DEPTH + 1.2));
    harmonise(cloud, layer);
    expectColour(cloud, surface.count + middle, [0.45, 0.4, 0.35]);
    // All differences are equal, so there is no local part.
    expectColour(cloud, middle, [0.45, 0.4, 0.35]);
  });

  it('follows differences that change along the surface, and fades behind it', () => {
    const surface = painted(DEPTH);
    const cloud = both(surface, painted(DEPTH + 1.2));
    const half = { ...layer, colours: layer.colours.slice() };
    for (let at = 0; at < WIDTH ** 2; at++)
      half.colours.fill(at % WIDTH < WIDTH / 2 ? 0.3 : 0.5, 3 * at, 3 * at + 3);
    harmonise(cloud, half);
    const [left, right] = [middle - WIDTH / 4 + 1, middle + WIDTH / 4 - 2];
    expect(colourOf(cloud, left)[0]).toBeLessThan(0.33);
    expect(colourOf(cloud, right)[0]).toBeGreaterThan(0.47);
    expectColour(cloud, surface.count + left, [0.4, 0.4, 0.4]);
  });

  it.each([
    ['transparent', painted(DEPTH, -3)],
    ['0.1 behind the surface', painted(DEPTH + 0.1)],
  ])('changes nothing if all Gaussians are %s', (_, cloud) => {
    const before = cloud.shDc.slice();
    harmonise(cloud, layer);
    expect(cloud.shDc).toEqual(before);
  });
});
