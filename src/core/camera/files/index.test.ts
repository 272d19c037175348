import { describe, expect, it } from 'vitest';
import { difference } from '../../../test/cameras/difference.ts';
import { orbitCamera } from '../orbit.ts';
import type { Camera } from '../camera.ts';
import { cameraOf, readCameraFile } from './index.ts';
import { inverseOf } from './pose.ts';

const SIZE = { width: 160, height: 120 };
const RADIUS = 2.7;

/** Two cameras with principal points outside the middle. */
const CAMERAS: Camera[] = [30, 110].map((azimuth) => ({
  ...orbitCamera(azimuth, 20, RADIUS, 50, 160),
  ...SIZE,
  fy: 150,
  cx: 71,
  cy: 63.5,
}));

const rows = (m: ArrayLike<number>, columns = 4) =>
  Array.from({ length: m.length / columns }, (_, row) =>
    Array.from({ length: columns }, (_, i) => m[columns * row + i]),
  );
const c2wOf = ({ w2c }: Camera) => inverseOf([...w2c]);
/** Camera to world with OpenGL axes. */
const glOf = (camera: Camera) =>
  c2wOf(camera).map((value, i) => (i < 12 && (i % 4 === 1 || i % 4 === 2) ? -value : value));
const rotationOf = (m: ArrayLike<number>) =>
  rows(m)
    .slice(0, 3)
    .map((row) => row.slice(0, 3));

const lens = ({ fx, fy, cx, cy }: Camera) => ({ fx, fy, cx, cy });
const frame = (camera: Camera, more: object = {}): Record<string, unknown> => ({
  ...{ w: camera.width, h: camera.height },
  ...lens(camera),
  w2c: rows(camera.w2c),
  ...more,
});
const frames = (make: (camera: Camera, i: number) => unknown) => ({ frames: CAMERAS.map(make) });

const bytes = (content: unknown) =>
  new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
const read = async (content: unknown, name = 'rig.json') =>
  (await readCameraFile(bytes(content), name)).map((entry) => cameraOf(entry, SIZE) as Camera);

/** The rotation vector of a matrix whose angle is less than π. */
function vectorOf(m: ArrayLike<number>) {
  const axis = [m[9] - m[6], m[2] - m[8], m[4] - m[1]];
  const sine = Math.hypot(...axis) / 2;
  const angle = Math.atan2(sine, (m[0] + m[5] + m[10] - 1) / 2);
  return axis.map((value) => (value * angle) / (2 * sine));
}

const without = (frame: Record<string, unknown>, ...keys: string[]) =>
  Object.fromEntries(Object.entries(frame).filter(([key]) => !keys.includes(key)));

const base = JSON.stringify(frames((camera) => frame(camera)));
const K = ({ fx, fy, cx, cy }: Camera) => [
  [fx, 0, cx],
  [0, fy, cy],
  [0, 0, 1],
];

describe('readCameraFile reads', () => {
  it.each<[string, unknown]>([
    ['opencv_cameras.json', base],
    ['a byte order mark', `\ufeff${base}`],
    ['comments and a comma at the end', `// by hand\n${base.slice(0, -1)},}`],
    ['a list without frames', CAMERAS.map((camera) => frame(camera))],
    ['frames by name', { frames: { cam10: frame(CAMERAS[1]), cam9: frame(CAMERAS[0]) } }],
    ['numbers as text', frames((camera) => frame(camera, { fx: `${camera.fx}`, w: '160' }))],
    ['width and height', frames((camera) => ({ ...without(frame(camera), 'w', 'h'), ...SIZE }))],
    ['no size', frames((camera) => without(frame(camera), 'w', 'h'))],
    ['a flat matrix', frames((camera) => frame(camera, { w2c: [...camera.w2c] }))],
    ['3 × 4 numbers', frames((camera) => frame(camera, { w2c: rows(camera.w2c).slice(0, 3) }))],
    ['a camera matrix K', frames((camera) => ({ ...SIZE, K: K(camera), w2c: rows(camera.w2c) }))],
    [
      'K, R and t',
      frames((camera) => ({
        ...{ ...SIZE, K: K(camera), R: rotationOf(camera.w2c) },
        t: [3, 7, 11].map((at) => camera.w2c[at]),
      })),
    ],
    ['c2w', frames((camera) => ({ ...without(frame(camera), 'w2c'), c2w: rows(c2wOf(camera)) }))],
    [
      'transforms.json of nerfstudio, with one lens for all',
      {
        ...{ camera_model: 'OPENCV', ...SIZE, fl_x: CAMERAS[0].fx, fl_y: 150, cx: 71, cy: 63.5 },
        ...{ k1: 0, k2: 0, p1: 0, p2: 0 },
        ...frames((camera, i) => ({
          file_path: `images/${i}.png`,
          transform_matrix: rows(glOf(camera)),
        })),
      },
    ],
    ['distortion of 0', frames((camera) => frame(camera, { k1: 0, distortion: [0, 0, 0, 0, 0] }))],
    [
      'a rotation vector',
      frames((camera) => ({
        ...{ ...SIZE, K: K(camera), rvec: vectorOf(camera.w2c) },
        tvec: [3, 7, 11].map((at) => camera.w2c[at]),
      })),
    ],
    ['a list under cameras', { cameras: CAMERAS.map((camera) => frame(camera)) }],
    [
      'an object with one camera per name, as multiview_calib writes it',
      Object.fromEntries(
        CAMERAS.map((camera, i) => [
          `cam${i}`,
          {
            ...{ ...SIZE, K: K(camera), R: rotationOf(camera.w2c), dist: [[0, 0, 0, 0, 0]] },
            t: [3, 7, 11].map((at) => [camera.w2c[at]]),
          },
        ]),
      ),
    ],
  ])('%s', async (_, content) => {
    expect(difference(await read(content), CAMERAS)).toBeLessThan(1e-12);
  });

  /** The same cameras with the principal point in the middle of the picture. */
  const middle = CAMERAS.map((camera) => ({ ...camera, fy: camera.fx, cx: 80, cy: 60 }));

  it('transforms.json of NeRF, whose lens is an angle', async () => {
    const camera_angle_x = 2 * Math.atan(80 / middle[0].fx);
    const list = middle.map((camera, i) => ({
      file_path: `./train/r_${i}`,
      transform_matrix: rows(glOf(camera)),
    }));
    const content = { camera_angle_x, frames: list };
    expect(difference(await read(content), middle)).toBeLessThan(1e-12);
    const entries = await readCameraFile(bytes(content), 'c');
    expect(entries.map(({ picture }) => picture)).toEqual(['./train/r_0', './train/r_1']);
  });

  it('cameras.json of 3D Gaussian Splatting', async () => {
    const content = middle.map((camera, id) => ({
      ...{ id, img_name: `00${id}`, ...SIZE, fx: camera.fx, fy: camera.fy },
      position: [3, 7, 11].map((at) => c2wOf(camera)[at]),
      rotation: rotationOf(c2wOf(camera)),
    }));
    expect(difference(await read(content), middle)).toBeLessThan(1e-12);
  });

  it('names of pictures and masks', async () => {
    const [entry] = await readCameraFile(
      bytes(frames((camera) => frame(camera, { file_path: 'a/b.png', mask_path: 'm.png' }))),
      'c',
    );
    expect(entry).toMatchObject({ picture: 'a/b.png', mask: 'm.png' });
  });
});

const first = (more: object) => frames((camera, i) => frame(camera, i === 0 ? more : {}));
const [w2c] = CAMERAS.map((camera) => [...camera.w2c]);
const at = (index: number, value: number) => rows(w2c.map((old, i) => (i === index ? value : old)));

describe('readCameraFile refuses', () => {
  it.each<[string, unknown, RegExp]>([
    ['text', 'no cameras', /is not JSON: line 1, column 1/],
    ['NaN', base.replace('"cx":71', '"cx":NaN'), /line 1, column \d+: NaN is not JSON/],
    ['the first half', base.slice(0, 300), /The file ends there/],
    ['null', 'null', /no list of frames/],
    ['a number', '3', /no list of frames/],
    ['frames that are text', { frames: 'x' }, /no list of frames/],
    ['no frames', { frames: [] }, /the list of frames is empty/],
    ['a million frames', `{"frames":[${'0,'.repeat(10_001)}]}`, /10001 frames are too many/],
    ['a frame that is null', { frames: [null] }, /frame 0: not an object/],
    [
      'an infinite number',
      base.replace('"cx":71', '"cx":1e999'),
      /frame 0: cx and cy must be numbers/,
    ],
    ['a missing focal length', first({ fx: undefined }), /fx and fy must be above 0/],
    ['a focal length of 0', first({ fx: 0 }), /fx and fy must be above 0/],
    ['half pixels', first({ w: 160.5 }), /w and h must be whole numbers/],
    ['a width without a height', first({ h: undefined }), /w and h must be whole numbers/],
    ['a picture of a million pixels a side', first({ h: 1e6 }), /w and h must be whole numbers/],
    [
      'fractions of the picture',
      first({ fx: 1.07, fy: 1.25, cx: 0.44, cy: 0.53 }),
      /fraction of the picture/,
    ],
    [
      'an angle of 4 radians',
      { camera_angle_x: 4, frames: [{ transform_matrix: rows(w2c) }] },
      /angle in radians/,
    ],
    ['three coefficients', first({ dist_coeffs: [[0, 0.1, 0]] }), /there are 3 coefficients/],
    ['a coefficient that is text', first({ k1: 'a' }), /k1 must be a number/],
    ['coefficients that are text', first({ distortion: 'strong' }), /must be a list in the order/],
    ['a coefficient of another name', first({ distortion: { r1: 1 } }), /must be a list/],
    ["nerfstudio's k4", first({ k1: 0.1, k4: 0.1 }), /k4 without k5 and k6/],
    [
      'coefficients that contradict each other',
      first({ k1: 0.1, distortion: [0.2, 0, 0, 0] }),
      /twice, with different numbers/,
    ],
    [
      'a tilted sensor',
      first({ distortion: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.1, 0] }),
      /thin prism or of a tilted sensor/,
    ],
    ['a fisheye lens', first({ camera_model: 'OPENCV_FISHEYE' }), /fisheye lens/],
    ['a fisheye lens by its mark', first({ is_fisheye: true }), /fisheye lens/],
    [
      'a transposed K',
      first({ fx: undefined, K: [150, 0, 0, 0, 150, 0, 80, 60, 1] }),
      /K is transposed/,
    ],
    ['another K', first({ fx: undefined, K: [150, 0, 80, 9, 150, 60, 0, 0, 1] }), /K must be fx 0/],
    ['a short rotation vector', first({ w2c: undefined, rvec: [1, 2] }), /rvec must be 3 numbers/],
    ['no pose', first({ w2c: undefined }), /w2c must be 4 × 4 numbers/],
    ['a short matrix', first({ w2c: rows(w2c).slice(0, 2) }), /w2c must be 4 × 4 or 3 × 4/],
    ['a ragged matrix', first({ w2c: [[1, 0, 0], [0, 1], [0], []] }), /w2c must be 4 × 4 or 3 × 4/],
    ['null in the matrix', first({ w2c: at(3, NaN) }), /w2c must be 4 × 4 or 3 × 4/],
    ['a far-off camera', first({ w2c: at(3, 1e30) }), /w2c must be 4 × 4 or 3 × 4/],
    [
      'a transposed matrix',
      first({
        w2c: rows([0, 4, 8, 12].flatMap((_, i) => [0, 4, 8, 12].map((row) => w2c[row + i]))),
      }),
      /w2c is transposed/,
    ],
    ['a wrong last row', first({ w2c: at(15, 2) }), /last row of w2c is not 0 0 0 1/],
    [
      'a scaled rotation',
      first({ w2c: rows(w2c.map((v, i) => (i % 4 < 3 && i < 12 ? 2 * v : v))) }),
      /scaled by 2\.000/,
    ],
    ['a sheared rotation', first({ w2c: at(0, w2c[0] + 0.01) }), /not a rotation/],
    ['zeros', first({ w2c: rows(w2c.map((v, i) => (i < 12 ? 0 : v))) }), /not a rotation/],
    [
      'a mirroring',
      first({ w2c: rows(w2c.map((v, i) => (i < 4 ? -v : v))) }),
      /mirroring \(left-handed/,
    ],
  ])('%s', async (_, content, sentence) => {
    await expect(read(content)).rejects.toMatchObject({
      code: 'camera-invalid',
      message: expect.stringMatching(sentence),
    });
    await expect(read(content)).rejects.toThrow(/^rig\.json: /);
  });

  it.each([
    ['cameras.npz', 'PK\u0003\u0004xx', /archive of NumPy/],
    ['k.npy', '\u0093NUMPY\u0001', /NumPy file/],
    ['new_cam.pkl', '\u0080\u0004\u0095', /its pickle is cut off/],
    ['calib.mat', 'MATLAB 5.0 MAT-file', /no file of MATLAB, or one of version 4/],
    ['calib.mat', 'MATLAB 7.3 MAT-file', /version 7\.3 \(HDF5\)\. Save it/],
    ['calib.mat', '\u0089HDF\r\n', /version 7\.3 \(HDF5\)\. Save it/],
    ['cam.yaml', '%YAML:1.0\n---\n', /there are no cameras/],
    ['cam.yml', 'camera_matrix: !!opencv-matrix', /camera 0 has no pose/],
    ['calibration.toml', '[board]\nname = "cam0"', /TOML without cameras/],
    ['noending', '[board]\nname = "cam0"', /TOML without cameras/],
    ['images.bin', '\u0001', /part of a COLMAP model/],
    ['chunk.xml', '<?xml version="1.0"?>', /XML/],
    [
      'cameras.txt',
      '# Camera list with one line of data per camera:',
      /no poses\. Give the folder/,
    ],
    ['points3D.txt', '# 3D point list with one line', /part of a COLMAP model/],
    ['cameras.json', '<!DOCTYPE html><html>', /web page/],
    ['cameras.json', 'version https://git-lfs.github.com/spec/v1', /Git LFS/],
    ['dlt.csv', '1,2,3', /table \(CSV\)/],
  ])('%s (%j)', async (name, content, sentence) => {
    const latin1 = Uint8Array.from(content, (c) => c.charCodeAt(0));
    await expect(readCameraFile(latin1, name)).rejects.toThrow(sentence);
  });
});
