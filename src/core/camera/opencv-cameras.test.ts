import { describe, expect, it } from 'vitest';
import { orbitCamera } from './orbit.ts';
import { parseCameras } from './opencv-cameras.ts';

const camera = orbitCamera(330, 20, 2.7, 50, 512);

const rows = (m: ArrayLike<number>) =>
  [0, 4, 8, 12].map((at) => Array.from({ length: 4 }, (_, i) => m[at + i]));

const frame = (more: object = {}) => ({
  w: 512,
  h: 512,
  fx: camera.fx,
  fy: camera.fy,
  cx: camera.cx,
  cy: camera.cy,
  w2c: rows(camera.w2c),
  ...more,
});

/** The matrix with one number replaced. */
const changed = (at: number, value: number) =>
  rows(Float64Array.from(camera.w2c, (old, i) => (i === at ? value : old)));

describe('parseCameras', () => {
  it('reads the cameras and ignores other keys', () => {
    const file = { id: 'rig', note: 'text', frames: [frame({ blender_camera_name: 'Camera' })] };
    expect(parseCameras(JSON.parse(JSON.stringify(file)))).toEqual([camera]);
  });

  it('reads a flat matrix', () => {
    expect(parseCameras({ frames: [frame({ w2c: [...camera.w2c] })] })).toEqual([camera]);
  });

  it.each([
    ['a list instead of an object', [frame()]],
    ['null', null],
    ['no frames', {}],
    ['frames that are not a list', { frames: frame() }],
    ['an empty list', { frames: [] }],
    ['a million frames', { frames: new Array(1_000_000) }],
    ['a frame that is null', { frames: [null] }],
    ['a missing number', { frames: [frame({ fx: undefined })] }],
    ['text for a number', { frames: [frame({ cx: '256' })] }],
    ['NaN', { frames: [frame({ fy: NaN })] }],
    ['infinity', { frames: [frame({ cy: Infinity })] }],
    ['a focal length of 0', { frames: [frame({ fx: 0 })] }],
    ['half pixels', { frames: [frame({ w: 512.5 })] }],
    ['a huge picture', { frames: [frame({ h: 1e9 })] }],
    ['a short matrix', { frames: [frame({ w2c: rows(camera.w2c).slice(0, 3) })] }],
    ['a ragged matrix', { frames: [frame({ w2c: [[1, 0, 0], [0, 1], [0], []] })] }],
    ['NaN in the matrix', { frames: [frame({ w2c: changed(3, NaN) })] }],
    ['a far-off camera', { frames: [frame({ w2c: changed(3, 1e30) })] }],
    ['a singular matrix', { frames: [frame({ w2c: rows(new Float64Array(16).fill(0, 0, 15)) })] }],
    ['a sheared rotation', { frames: [frame({ w2c: changed(0, camera.w2c[0] + 0.01) })] }],
    ['a wrong last row', { frames: [frame({ w2c: changed(15, 2) })] }],
    ['a mirroring', { frames: [frame({ w2c: rows(camera.w2c.map((v, i) => (i < 4 ? -v : v))) })] }],
  ])('refuses %s', (_, json) => {
    expect(() => parseCameras(json, 'rig.json')).toThrow(
      expect.objectContaining({
        code: 'camera-invalid',
        message: expect.stringMatching(/^rig\.json: /) as string,
      }) as Error,
    );
  });
});
