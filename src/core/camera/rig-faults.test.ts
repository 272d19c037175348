import { describe, expect, it } from 'vitest';
import type { Camera } from './camera.ts';
import { inverseOf } from './files/pose.ts';
import { orbitCamera } from './orbit.ts';
import { rigFault } from './rig-faults.ts';

const RADIUS = 2.7;
const ring = (azimuths: readonly number[], elevation = 20, radius = RADIUS) =>
  azimuths.map((azimuth) => orbitCamera(azimuth, elevation, radius, 50, 512));
const SIX = ring([0, 60, 120, 180, 240, 300]);

const changed = (camera: Camera, change: (w2c: number[]) => number[]): Camera => ({
  ...camera,
  w2c: new Float64Array(change([...camera.w2c])),
});
const inverted = (camera: Camera) => changed(camera, inverseOf);
const openGl = (camera: Camera) =>
  changed(camera, (m) => m.map((v, i) => (i >= 4 && i < 12 ? -v : v)));
/** The world moved by this vector: w2c · (x − v). */
const moved = (camera: Camera, v: readonly number[]) =>
  changed(camera, (m) =>
    m.map((value, i) =>
      i % 4 === 3 && i < 12 ? value - (m[i - 3] * v[0] + m[i - 2] * v[1] + m[i - 1] * v[2]) : value,
    ),
  );

/** Two cameras side by side, `width` apart, 2.7 before the origin, turned outwards by this angle. */
const stereo = (width: number, outwardDeg: number) =>
  [-1, 1].map((side) => {
    const camera = moved(orbitCamera(0, 10, RADIUS, 50, 512), [0, (side * width) / 2, 0]);
    const angle = (side * outwardDeg * Math.PI) / 180;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    // The camera turns around its y axis.
    return changed(camera, (m) =>
      m.map((value, i) => {
        if (i < 4) return c * value - s * m[i + 8];
        return i >= 8 && i < 12 ? s * m[i - 8] + c * value : value;
      }),
    );
  });

describe('rigFault', () => {
  it.each<[string, Camera[]]>([
    ['six cameras around the origin', SIX],
    ['cameras around a point beside it', SIX.map((camera) => moved(camera, [0.3, -0.2, -0.6]))],
    ['two cameras', ring([0, 60])],
    ['one camera', ring([0])],
    ['opposite cameras, whose axes are parallel', ring([0, 180], 0)],
    ['a stereo pair with parallel axes', stereo(0.4, 0)],
    ['a stereo pair whose axes part a little', stereo(0.4, 0.3)],
    ['a stereo pair whose axes part a little, the other way round', stereo(0.4, 0.3).toReversed()],
    ['a stereo pair whose axes part by eight degrees', stereo(0.4, 4)],
    ['a stereo pair whose axes meet far behind the mouse', stereo(0.4, -0.5)],
    ['opposite cameras, one of which is turned a little', [ring([0], 0)[0], stereo(0, 0.5)[0]]],
    ['cameras from above and below', [...ring([0, 120], 60), ...ring([60, 180], -30)]],
    ['unequal distances', [...ring([0, 90], 20, 2), ...ring([180, 270], 20, 4)]],
  ])('finds nothing wrong with %s', (_, cameras) => {
    expect(rigFault(cameras, RADIUS)).toBeNull();
  });

  it.each<[string, Camera[], RegExp]>([
    ['camera to world', SIX.map(inverted), /camera to world/],
    ['camera to world, twice', ring([0, 60]).map(inverted), /camera to world/],
    ['camera to world, once', ring([77]).map(inverted), /camera to world/],
    ['OpenGL axes', SIX.map(openGl), /OpenGL axes/],
    [
      'OpenGL axes beside the origin',
      SIX.map((camera) => openGl(moved(camera, [0.3, -0.2, -0.6]))),
      /OpenGL axes/,
    ],
    ['one camera that looks away', [...SIX.slice(1), openGl(SIX[0])], /camera 5 looks away/],
    ['the same camera twice', [...SIX, SIX[2]], /cameras 2 and 6 are the same/],
    [
      'millimetres',
      SIX.map((camera) =>
        changed(camera, (m) => m.map((v, i) => (i % 4 === 3 && i < 12 ? 1000 * v : v))),
      ),
      /camera 0 is 2\.70e\+3 away/,
    ],
    [
      'kilometres',
      SIX.map((camera) =>
        changed(camera, (m) => m.map((v, i) => (i % 4 === 3 && i < 12 ? v / 1000 : v))),
      ),
      /away from the origin/,
    ],
  ])('names %s', (_, cameras, sentence) => {
    expect(rigFault(cameras, RADIUS)).toMatch(sentence);
  });

  it('compares distances only with a known rig', () => {
    expect(rigFault(ring([0, 60, 120], 20, 300))).toBeNull();
  });
});
