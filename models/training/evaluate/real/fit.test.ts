import { describe, expect, it } from 'vitest';
import type { RingRig } from '../../../../src/core/camera/rig.ts';
import { emptyCloud, type GaussianCloud } from '../../../../src/core/gaussians/gaussian-cloud.ts';
import { CpuRasterizer } from '../../../../src/core/rasterize/rasterize.ts';
import { fitAround, fitNear } from './fit.ts';
import { azimuthOf, matchExtent, outlines, orbitViewpoint, viewpointCamera } from './viewpoint.ts';

const rig: RingRig = {
  id: 'test',
  radius: 2.7,
  fovDeg: 38,
  elevationDeg: 20,
  azimuthsDeg: [270],
  imageSize: 64,
};

/** Opaque balls [x, y, z, radius] for a body, a head, two ears, and a tail that bends to one side. */
const BALLS = [
  [0, 0, 0, 0.22],
  [-0.2, 0, 0.06, 0.17],
  [-0.42, 0, 0.14, 0.12],
  [-0.4, 0.13, 0.3, 0.06],
  [-0.4, -0.13, 0.3, 0.06],
  ...Array.from({ length: 10 }, (_, i) => [0.24 + 0.05 * i, 0.03 * i, -0.12, 0.03]),
];

function mouse(): GaussianCloud {
  const cloud = emptyCloud(BALLS.length);
  BALLS.forEach(([x, y, z, radius], i) => {
    cloud.xyz.set([x, y, z], 3 * i);
    cloud.opacityLogit[i] = 5;
    // Alpha falls to one half at 1.18 standard deviations.
    cloud.logScale.fill(Math.log(radius / 1.18), 3 * i, 3 * i + 3);
    cloud.rotation[4 * i] = 1;
  });
  return cloud;
}

const rasterizer = new CpuRasterizer();
rasterizer.loadNow(mouse());
const draw = outlines(rasterizer, rig);

describe('fitNear', () => {
  it('finds the camera that a picture was drawn with', () => {
    const sight = {
      azimuthDeg: 319,
      elevationDeg: 12,
      rollDeg: 6,
      scale: 1.1,
      shiftX: 0.05,
      shiftY: -0.03,
    };
    const fit = fitNear(draw, (size) => draw(sight, size), 310);
    expect(fit.iou).toBeGreaterThan(0.97);
    expect(Math.abs(fit.sight.azimuthDeg - 319)).toBeLessThan(4);
    expect(Math.abs(fit.sight.rollDeg - 6)).toBeLessThan(3);
    expect(fit.sight.scale).toBeCloseTo(1.1, 1);
  });

  it('stays within 20° of azimuth', () => {
    const fit = fitNear(draw, (size) => draw(orbitViewpoint(330, 20), size), 270);
    expect(Math.abs(fit.sight.azimuthDeg - 270)).toBeLessThanOrEqual(20);
    expect(fit.iou).toBeLessThan(0.97);
  });
});

describe('fitAround', () => {
  it('finds the azimuths that pictures were taken from, at any scale and position', () => {
    const centred = { area: 0.09, x: 0.5, y: 0.5 };
    const taken = [
      [17, 14],
      [203, 28],
    ].map(([azimuth, elevation]) => orbitViewpoint(azimuth, elevation));
    const targets = taken.map((sight) => (size: number) => {
      const moved = { ...sight, scale: 0.8, shiftX: 0.1 };
      return draw(matchExtent(draw, moved, centred, 192), size);
    });
    fitAround(draw, targets, centred, [10, 30]).forEach((fit, i) => {
      expect(fit.iou).toBeGreaterThan(0.97);
      expect(Math.abs(fit.sight.azimuthDeg - taken[i].azimuthDeg)).toBeLessThan(3);
    });
  });
});

describe('viewpointCamera', () => {
  it('has the azimuth that azimuthOf computes', () => {
    expect(azimuthOf(viewpointCamera(rig, orbitViewpoint(30, 20), 64))).toBeCloseTo(30, 9);
    expect(
      azimuthOf(viewpointCamera(rig, { ...orbitViewpoint(-90, 5), rollDeg: 10 }, 64)),
    ).toBeCloseTo(-90, 9);
  });

  it('turns the picture clockwise', () => {
    // A point to the right of the centre moves down.
    const [before, after] = [0, 90].map((rollDeg) =>
      draw({ ...orbitViewpoint(270, 20), rollDeg }, 64),
    );
    const turned = before.map((_, i) => before[64 * (63 - (i % 64)) + Math.floor(i / 64)]);
    const unlike = after.filter((inside, i) => inside !== turned[i]).length;
    expect(unlike).toBeLessThan(0.02 * after.filter(Boolean).length);
  });
});
