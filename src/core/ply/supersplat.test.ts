import { describe, expect, it } from 'vitest';
import { emptyCloud, type GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { shBasis, shSum } from '../gaussians/spherical-harmonics.ts';
import { writePly } from './index.ts';

/**
 * Reads a standard file like SuperSplat. SuperSplat does not change the columns. It gives the entity the rotation
 * (0, 0, 180°), because "PLY files generally have content stored with −Y going up" (its author in
 * playcanvas/supersplat#451; see also splat-transform#151). The world is PlayCanvas': right-handed, Y up. At azimuth 0
 * the camera points along −Z.
 */
function openInSuperSplat(file: Uint8Array): Record<string, number>[] {
  const text = new TextDecoder('latin1').decode(file);
  const end = text.indexOf('end_header\n') + 11;
  const names = [...text.slice(0, end).matchAll(/^property float (\w+)$/gm)].map(
    ([, name]) => name,
  );
  const view = new DataView(file.buffer, file.byteOffset + end);
  const count = Number(/element vertex (\d+)/.exec(text)?.[1]);
  expect(view.byteLength).toBe(4 * names.length * count);
  return Array.from({ length: count }, (_, i) =>
    Object.fromEntries(
      names.map((name, k) => [name, view.getFloat32(4 * (names.length * i + k), true)]),
    ),
  );
}

/** The entity's rotation of points and directions: 180° about Z. */
const entity = ([x, y, z]: number[]) => [-x, -y, z].map((v) => v + 0);

const centre = (row: Record<string, number>) => entity([row.x, row.y, row.z]);

/** A direction rotated by a quaternion w x y z. */
function rotate([w, x, y, z]: number[], [a, b, c]: number[]): number[] {
  const n = w * w + x * x + y * y + z * z;
  return [
    (w * w + x * x - y * y - z * z) * a + 2 * (x * y - w * z) * b + 2 * (x * z + w * y) * c,
    2 * (x * y + w * z) * a + (w * w - x * x + y * y - z * z) * b + 2 * (y * z - w * x) * c,
    2 * (x * z - w * y) * a + 2 * (y * z + w * x) * b + (w * w - x * x - y * y + z * z) * c,
  ].map((value) => value / n);
}

/** The direction in the viewer of `direction`, which is given in the axes of a Gaussian. */
const axis = (row: Record<string, number>, direction: number[]) =>
  entity(rotate([row.rot_0, row.rot_1, row.rot_2, row.rot_3], direction));

/** In the world (Z up, nose to −Y): nose, back, left paw, right paw, tail. The right of the mouse is −X. */
function mouse(): GaussianCloud {
  const cloud = emptyCloud(5);
  const positions = [[0, -1, 0.1], [0, 0, 0.5], [0.3, -0.4, -0.5], [-0.3, -0.4, -0.5], [0, 1, 0]]; // prettier-ignore
  cloud.xyz.set(positions.flat());
  for (let i = 0; i < 5; i++) cloud.rotation.set([1, 0, 0, 0], 4 * i);
  return cloud;
}

const openWritten = (cloud: GaussianCloud) => openInSuperSplat(writePly(cloud));
const closeTo = (actual: number[], expected: number[]) =>
  actual.forEach((value, k) => expect(value).toBeCloseTo(expected[k], 6));

describe('opened in SuperSplat', () => {
  it('the mouse stands on its paws and faces the camera', () => {
    const [nose, back, left, right, tail] = openWritten(mouse()).map(centre);
    expect(back[1]).toBeGreaterThan(nose[1]);
    expect(nose[1]).toBeGreaterThan(left[1]);
    expect(left[1]).toBeCloseTo(right[1], 6);
    expect(nose[2]).toBeGreaterThan(tail[2]);
  });

  it('the mouse is not mirrored: the left paw stays the left one', () => {
    const [nose, back, left, right] = openWritten(mouse()).map(centre);
    // The mouse faces the camera, so its left is at the camera's right, +X.
    expect(left[0]).toBeCloseTo(0.3, 6);
    expect(right[0]).toBeCloseTo(-0.3, 6);
    const minus = (a: number[], b: number[]) => a.map((v, k) => v - b[k]);
    const volume = ([a, b, c]: number[][]) =>
      a[0] * (b[1] * c[2] - b[2] * c[1]) -
      a[1] * (b[0] * c[2] - b[2] * c[0]) +
      a[2] * (b[0] * c[1] - b[1] * c[0]);
    const { xyz } = mouse();
    const ours = [0, 1, 2].map((i) => [...xyz.subarray(3 * i, 3 * i + 3)]);
    expect(volume([nose, back, left])).toBeCloseTo(volume(ours), 6);
    closeTo(minus(back, nose), [0, 0.4, -1]);
  });

  it.each([
    ['up', [0, 0, 1], [0, 1, 0]],
    ['along the body', [0, -1, 0], [0, 0, 1]],
    ['across', [1, 0, 0], [1, 0, 0]],
    ['aslant', [0.6, -0.64, 0.48], [0.6, 0.48, 0.64]],
  ])('a needle pointing %s keeps its direction', (_, world, viewer) => {
    const cloud = emptyCloud(1);
    cloud.logScale.set([-5, -5, 0]);
    // The long axis of the Gaussian is Z. Half a turn about the middle of Z and `world` turns this axis to `world`.
    cloud.rotation.set([0, world[0], world[1], world[2] + 1]);
    closeTo(rotate([...cloud.rotation], [0, 0, 1]), world);
    const [row] = openWritten(cloud);
    expect([row.scale_0, row.scale_1, row.scale_2]).toEqual([-5, -5, 0]);
    closeTo(axis(row, [0, 0, 1]), viewer);
  });

  it('all three axes of a rotated Gaussian keep their directions', () => {
    const cloud = emptyCloud(1);
    const quaternion = [0.2, -0.7, 1.1, 0.5];
    cloud.rotation.set(quaternion);
    const [row] = openWritten(cloud);
    for (const direction of [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]) {
      const [x, y, z] = rotate(quaternion, direction);
      closeTo(axis(row, direction), [x, z, -y]);
    }
  });

  it('SH colours are the same from corresponding directions', () => {
    const cloud = emptyCloud(1);
    const rest = Float32Array.from({ length: 45 }, (_, i) => Math.cos(3.1 * i));
    cloud.sh = { degree: 3, rest };
    const [row] = openWritten(cloud);
    const written = Float32Array.from({ length: 45 }, (_, i) => row[`f_rest_${i}`]);
    const basis = new Float64Array(15);
    for (const [x, y, z] of [
      [0, 1, 0],
      [0, 0, -1],
      [1, 0, 0],
      [0.3, -0.5, 0.7],
    ]) {
      shBasis(3, x, y, z, basis);
      const ours = shSum({ degree: 3, rest }, 0, 1, basis);
      // SuperSplat evaluates the file's coefficients in the entity's axes, so the rotation is undone for the direction.
      const [a, b, c] = entity([x, z, -y]);
      shBasis(3, a, b, c, basis);
      expect(shSum({ degree: 3, rest: written }, 0, 1, basis)).toBeCloseTo(ours, 5);
    }
  });
});
