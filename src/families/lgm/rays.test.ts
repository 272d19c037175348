import { describe, expect, it } from 'vitest';
import { orbitCamera } from '../../core/camera/orbit.ts';
import type { Camera } from '../../core/camera/camera.ts';
import { lgmInput, toLgmFrame } from './rays.ts';
import { mapCamera, mapPoint } from '../../core/camera/similarity.ts';

const SIZE = 8;

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** The rig that LGM was trained with, in LGM's frame: elevation 0, azimuths in degrees. */
const LGM_RIG = { radius: 1.5, fovYDeg: 49.1, azimuthsDeg: [0, 90, 180, 270] };

/** The four cameras of LGM's rig: centre = r·(sin az, 0, cos az). */
const lgmRigCameras = (size: number): Camera[] =>
  LGM_RIG.azimuthsDeg.map((azimuth) => {
    const [sin, cos] = [Math.sin(radians(azimuth)), Math.cos(radians(azimuth))];
    const focal = size / 2 / Math.tan(radians(LGM_RIG.fovYDeg) / 2);
    const w2c = [cos, 0, -sin, 0, 0, -1, 0, 0, -sin, 0, -cos, LGM_RIG.radius, 0, 0, 0, 1];
    return {
      width: size,
      height: size,
      fx: focal,
      fy: focal,
      cx: size / 2,
      cy: size / 2,
      w2c: new Float64Array(w2c),
    };
  });

const cross = (a: readonly number[], b: readonly number[]) =>
  [0, 1, 2].map((k) => a[(k + 1) % 3] * b[(k + 2) % 3] - a[(k + 2) % 3] * b[(k + 1) % 3]);

const unit = (v: readonly number[]) => v.map((value) => value / Math.hypot(...v));

const close = (actual: readonly number[], expected: readonly number[], digits = 6) =>
  actual.forEach((value, k) => expect(value).toBeCloseTo(expected[k], digits));

/** LGM's ray of a pixel, computed as LGM does: a camera with OpenGL axes that points at the origin, Y up, centre o. */
const openGlRay = (azimuthDeg: number, row: number, column: number) => {
  const angle = radians(azimuthDeg);
  const o = [1.5 * Math.sin(angle), 0, 1.5 * Math.cos(angle)];
  const backward = unit(o);
  const right = unit(cross([0, 1, 0], backward));
  const up = cross(backward, right);
  const focal = SIZE / 2 / Math.tan((49.1 * Math.PI) / 360);
  const [x, y] = [(column - SIZE / 2 + 0.5) / focal, -(row - SIZE / 2 + 0.5) / focal];
  const d = unit([0, 1, 2].map((k) => right[k] * x + up[k] * y - backward[k]));
  return [...cross(o, d), ...d];
};

describe('lgmInput', () => {
  it('has ImageNet colours, moments and directions for the default rig', () => {
    const rgb = Float32Array.from({ length: 4 * 3 * SIZE * SIZE }, (_, i) => (i % 11) / 10);
    const input = lgmInput(rgb, lgmRigCameras(SIZE), SIZE);
    const plane = SIZE * SIZE;
    expect(input).toHaveLength(4 * 9 * plane);
    LGM_RIG.azimuthsDeg.forEach((azimuth, view) => {
      for (let i = 0; i < plane; i += 1) {
        const at = (channel: number) => input[(view * 9 + channel) * plane + i];
        const ray = [3, 4, 5, 6, 7, 8].map(at);
        close(ray, openGlRay(azimuth, Math.floor(i / SIZE), i % SIZE));
        const colour = [0, 1, 2].map((c) => rgb[(view * 3 + c) * plane + i]);
        close(
          [at(0), at(1), at(2)],
          [(colour[0] - 0.485) / 0.229, (colour[1] - 0.456) / 0.224, (colour[2] - 0.406) / 0.225],
          5,
        );
      }
    });
  });
});

describe('toLgmFrame', () => {
  const ring = (elevation: number) =>
    [270, 0, 90, 180].map((azimuth) => orbitCamera(azimuth, elevation, 2.7, 49.1, SIZE));

  const moved = (cameras: readonly Camera[]) => {
    const map = toLgmFrame(cameras[0]);
    return { map, cameras: cameras.map((camera) => mapCamera(map, camera)) };
  };

  it('takes a level ring to the rig of LGM', () => {
    const { cameras } = moved(ring(0));
    lgmRigCameras(SIZE).forEach((theirs, view) => {
      close([...cameras[view].w2c], [...theirs.w2c], 12);
      expect(cameras[view].fx).toBeCloseTo(theirs.fx, 12);
    });
  });

  it('puts the first camera at (0, 0, 1.5) and keeps the origin, at any elevation', () => {
    const { map, cameras } = moved(ring(20));
    close(mapPoint(map, [0, 0, 0]), [0, 0, 0], 12);
    close([...cameras[0].w2c], [1, 0, 0, 0, 0, -1, 0, 0, 0, 0, -1, 1.5, 0, 0, 0, 1], 12);
    expect(map.scale).toBeCloseTo(1.5 / 2.7, 12);
  });

  it('refuses a camera that points away from the origin', () => {
    const [camera] = ring(0);
    const w2c = camera.w2c.map((value, i) => (i >= 8 && i < 12 ? -value : value));
    expect(() => toLgmFrame({ ...camera, w2c })).toThrowError('depth -2.7');
  });
});
