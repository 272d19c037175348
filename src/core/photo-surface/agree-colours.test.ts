import { expect, it } from 'vitest';
import { toWorld, type Camera } from '../camera/camera.ts';
import { orbitCamera } from '../camera/orbit.ts';
import { emptyCloud, SH_C0 } from '../gaussians/gaussian-cloud.ts';
import { agreeColours } from './agree-colours.ts';
import { AGREEMENT } from './thresholds.ts';

const SIZE = 16;
/** Azimuths of the views. Both look at the plane y = 0 from its front, at different angles. */
const AZIMUTHS = [270, 300];
const cameras = AZIMUTHS.map((azimuth) => orbitCamera(azimuth, 0, 2.7, 40, SIZE));

/** The point of the plane y = `behind` that a pixel shows. */
function onPlane(camera: Camera, pixel: [number, number], behind: number): number[] {
  const [near, far] = [1, 2].map((depth) => toWorld(camera, pixel, depth));
  const t = (behind - near[1]) / (far[1] - near[1]);
  return near.map((value, k) => value + t * (far[k] - value));
}

/** One Gaussian per pixel of each view. Those of view n lie on the plane y = `behind[n]`, and have the grey `greys[n]`. */
function painted(greys: number[], behind = [0, 0]) {
  const cloud = emptyCloud(cameras.length * SIZE ** 2);
  cloud.opacityLogit.fill(3);
  const pixels = Int32Array.from({ length: cloud.count }, (_, i) => i);
  cameras.forEach((camera, view) => {
    for (let at = 0; at < SIZE ** 2; at++) {
      const i = view * SIZE ** 2 + at;
      const pixel: [number, number] = [(at % SIZE) + 0.5, Math.floor(at / SIZE) + 0.5];
      cloud.xyz.set(onPlane(camera, pixel, behind[view]), 3 * i);
      cloud.shDc.fill((greys[view] - 0.5) / SH_C0, 3 * i, 3 * i + 3);
    }
  });
  return { cloud, pixels, size: SIZE };
}

/** The grey of the middle Gaussian of each view. */
const greysOf = ({ cloud }: ReturnType<typeof painted>) =>
  AZIMUTHS.map((_, view) => SH_C0 * cloud.shDc[3 * ((view + 0.5) * SIZE ** 2 + SIZE / 2)] + 0.5);

it('Gaussians of two views on one place get one colour, most of it from the view that looks straight', () => {
  const made = painted([0.2, 0.8]);
  agreeColours(made, cameras, () => true);
  const weight = Math.cos(Math.PI / 6) ** AGREEMENT.power;
  const mean = (0.2 + weight * 0.8) / (1 + weight);
  for (const grey of greysOf(made)) expect(grey).toBeCloseTo(mean, 1);
});

it('surfaces behind each other, and views that are not painted, keep their colours', () => {
  const apart = painted([0.2, 0.8], [0, 0.2]);
  agreeColours(apart, cameras, () => true);
  greysOf(apart).forEach((grey, view) => expect(grey).toBeCloseTo([0.2, 0.8][view], 5));
  const photo = painted([0.2, 0.8]);
  agreeColours(photo, cameras, (view) => view === 1);
  greysOf(photo).forEach((grey, view) => expect(grey).toBeCloseTo([0.2, 0.8][view], 5));
});

it('one view keeps what it shows, up to the means of neighbouring pixels', () => {
  const made = painted([0.4, 0.4]);
  for (let i = 0; i < made.cloud.count; i++)
    made.cloud.shDc.fill(i % SIZE < SIZE / 2 ? -0.5 : 0.5, 3 * i, 3 * i + 3);
  const before = made.cloud.shDc.slice();
  agreeColours(made, cameras, (view) => view === 0);
  const row = 3 * (SIZE / 2) * SIZE;
  for (const column of [2, 5, 10, 13])
    expect(made.cloud.shDc[row + 3 * column]).toBeCloseTo(before[row + 3 * column], 5);
});
