import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { orbitCamera } from '../orbit.ts';
import type { Camera } from '../camera.ts';
import { rigFault } from '../rig-faults.ts';
import { cameraOf, readCameraFile, readColmap } from './index.ts';
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
const read = (content: unknown, name = 'rig.json') =>
  readCameraFile(bytes(content), name).map((entry) => cameraOf(entry, SIZE) as Camera);

/** Largest difference of any number. */
const difference = (a: readonly Camera[], b: readonly Camera[]) =>
  Math.max(
    Math.abs(a.length - b.length),
    ...a.flatMap((camera, i) => {
      const names = ['width', 'height', 'fx', 'fy', 'cx', 'cy'] as const;
      const w2c = [...camera.w2c].map((value, k) => Math.abs(value - b[i].w2c[k]));
      return [...names.map((name) => Math.abs(camera[name] - b[i][name])), ...w2c];
    }),
  );

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
  ])('%s', (_, content) => {
    expect(difference(read(content), CAMERAS)).toBeLessThan(1e-12);
  });

  /** The same cameras with the principal point in the middle of the picture. */
  const middle = CAMERAS.map((camera) => ({ ...camera, fy: camera.fx, cx: 80, cy: 60 }));

  it('transforms.json of NeRF, whose lens is an angle', () => {
    const camera_angle_x = 2 * Math.atan(80 / middle[0].fx);
    const list = middle.map((camera, i) => ({
      file_path: `./train/r_${i}`,
      transform_matrix: rows(glOf(camera)),
    }));
    const content = { camera_angle_x, frames: list };
    expect(difference(read(content), middle)).toBeLessThan(1e-12);
    expect(readCameraFile(bytes(content), 'c').map(({ picture }) => picture)).toEqual([
      './train/r_0',
      './train/r_1',
    ]);
  });

  it('cameras.json of 3D Gaussian Splatting', () => {
    const content = middle.map((camera, id) => ({
      ...{ id, img_name: `00${id}`, ...SIZE, fx: camera.fx, fy: camera.fy },
      position: [3, 7, 11].map((at) => c2wOf(camera)[at]),
      rotation: rotationOf(c2wOf(camera)),
    }));
    expect(difference(read(content), middle)).toBeLessThan(1e-12);
  });

  it('a COLMAP model as text', () => {
    const quaternion = (m: ArrayLike<number>) => {
      const w = Math.sqrt(1 + m[0] + m[5] + m[10]) / 2;
      return [w, (m[9] - m[6]) / (4 * w), (m[2] - m[8]) / (4 * w), (m[4] - m[1]) / (4 * w)];
    };
    const [{ fx }] = CAMERAS;
    const cameras = `# Camera list\n1 OPENCV 160 120 ${fx} 150 71 63.5 0 0 0 0\n2 PINHOLE 160 120 ${fx} 150 71 63.5\n`;
    const line = (camera: Camera, i: number) => {
      const t = [3, 7, 11].map((at) => camera.w2c[at]);
      return `${i + 1} ${[...quaternion(camera.w2c), ...t].join(' ')} ${i + 1} my photo ${i}.png\n`;
    };
    // The second line of an image may be empty.
    const images = `# Image list\n${line(CAMERAS[0], 0)}\n${line(CAMERAS[1], 1)}1 2 -1\n`;
    const entries = readColmap(cameras, images, 'sparse');
    expect(entries.map(({ picture }) => picture)).toEqual(['my photo 0.png', 'my photo 1.png']);
    expect(
      difference(
        entries.map((entry) => cameraOf(entry) as Camera),
        CAMERAS,
      ),
    ).toBeLessThan(1e-9);
    const refused = (from: string, to: string) => () =>
      readColmap(cameras.replace(from, to), images, 'sparse');
    expect(refused('71 63.5 0 0 0 0', '71 63.5 0.1 0 0 0')).toThrow(/camera 1 has lens distortion/);
    expect(refused('OPENCV', 'FOV')).toThrow(/camera 1 has the model FOV/);
    expect(refused('2 PINHOLE', '3 PINHOLE')).toThrow(
      /names camera 2, which is not in cameras\.txt/,
    );
    expect(() => readColmap(cameras, '', 'sparse')).toThrow(/no images/);
  });

  it('names of pictures and masks', () => {
    const [entry] = readCameraFile(
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
    ['distortion', first({ k1: -0.35 }), /lens has distortion \(k1\)\. Undistort/],
    [
      'a list of distortion',
      first({ dist_coeffs: [[0, 0.1, 0]] }),
      /lens has distortion \(dist_coeffs\)/,
    ],
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
  ])('%s', (_, content, sentence) => {
    expect(() => read(content)).toThrow(
      expect.objectContaining({
        code: 'camera-invalid',
        message: expect.stringMatching(sentence),
      }) as Error,
    );
    expect(() => read(content)).toThrow(/^rig\.json: /);
  });

  it.each([
    ['cameras.npz', 'PK\u0003\u0004xx', /archive of NumPy/],
    ['k.npy', '\u0093NUMPY\u0001', /NumPy file/],
    ['new_cam.pkl', '\u0080\u0004\u0095', /pickle, which can run code/],
    ['calib.mat', 'MATLAB 5.0 MAT-file', /MATLAB or HDF5/],
    ['cam.yaml', '%YAML:1.0\n---\n', /YAML/],
    ['cam.yml', 'camera_matrix: !!opencv-matrix', /YAML/],
    ['calibration.toml', '[cam_0]\nname = "cam0"', /TOML/],
    ['noending', '[cam_0]\nname = "cam0"', /TOML/],
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
  ])('%s (%j)', (name, content, sentence) => {
    const latin1 = Uint8Array.from(content, (c) => c.charCodeAt(0));
    expect(() => readCameraFile(latin1, name)).toThrow(sentence);
  });
});

/** All files of made-up inputs beside the repository, and what is right for each. They are too many to be in it. */
const field = new URL('../../../../../shared/data/field/cameras/', import.meta.url);

describe.skipIf(!existsSync(field))('the collected camera files', () => {
  const open = (name: string) => readCameraFile(readFileSync(new URL(name, field)), name);
  const SAME = [
    ...['bom', 'crlf', 'comments', 'trailing_comma', 'frames_dict', 'inria_cameras', 'key_c2w'],
    ...[
      'nerf_transforms',
      'K_R_T',
      'no_wh',
      'strings',
      'top_level_list',
      'w2c_3x4',
      'width_height',
    ],
  ];
  const REFUSED: Record<string, RegExp> = {
    'half_pixel_size.json': /whole numbers of pixels/,
    'colmap_cameras.txt': /COLMAP, which has no poses/,
    'calibration.toml': /TOML/,
    'cameras.npz': /NumPy/,
    'new_cam.pkl': /pickle/,
    'c2w_called_w2c.json': /camera to world/,
    'w2c_opengl.json': /OpenGL/,
    'w2c_transposed.json': /transposed/,
    'mirrored.json': /mirroring/,
    'millimetres.json': /millimetres/,
    'normalised_intrinsics.json': /fraction of the picture/,
    'scaled_rotation.json': /scaled by 2/,
    'distortion.json': /distortion/,
    'dist_coeffs.json': /distortion/,
    'nan.json': /NaN is not JSON/,
    'null.json': /must be numbers/,
    'empty_frames.json': /empty/,
    'truncated.json': /file ends there/,
  };
  const OTHERS = ['base.json', 'one_camera.json', 'off_centre.json'];
  const resolved = (name: string) => open(name).map((entry) => cameraOf(entry, SIZE) as Camera);

  it('are all known', () => {
    const known = [...SAME.map((stem) => `${stem}.json`), ...Object.keys(REFUSED), ...OTHERS];
    expect(readdirSync(field).sort()).toEqual(known.sort());
  });

  it.each(SAME)('%s.json is the same as base.json', (stem) => {
    expect(difference(resolved(`${stem}.json`), resolved('base.json'))).toBeLessThan(1e-12);
  });

  it.each(OTHERS)('%s is right', (name) => {
    expect(rigFault(resolved(name), RADIUS)).toBeNull();
  });

  it.each(Object.entries(REFUSED))('%s is refused: %s', (name, sentence) => {
    const judge = () => {
      const fault = rigFault(resolved(name), RADIUS);
      if (fault) throw new Error(fault);
    };
    expect(judge).toThrow(sentence);
  });
});
