import { describe, expect, it } from 'vitest';
import {
  easymocapFiles,
  jarvisFile,
  multiviewFile,
  opencvFile,
  opencvList,
  opencvMatrix,
} from '../../../../test/cameras/write-texts.ts';
import { RIG } from '../../../../test/cameras/rig.ts';
import type { CameraEntry } from '../entry.ts';
import { yamlEntries } from './index.ts';

/** The entries of a text that must have some. */
function entriesOf(...texts: string[]): CameraEntry[] {
  const entries = yamlEntries(...texts);
  if (typeof entries === 'string') throw new Error(entries);
  return entries;
}

const [a, b] = RIG;
const world = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

/** Files of OpenCV's stereo_calib. */
const intrinsics = `%YAML:1.0\n---\nM1: ${opencvMatrix(a.k, 3)}\nD1: ${opencvMatrix(a.distortion, 5)}\nM2: ${opencvMatrix(b.k, 3)}\nD2: ${opencvMatrix(b.distortion, 5)}\n`;
const extrinsics = `%YAML:1.0\n---\nR: ${opencvMatrix(b.rotation, 3)}\nT: ${opencvMatrix(b.translation, 1)}\nR1: ${opencvMatrix(a.rotation, 3)}\nR2: ${opencvMatrix(a.rotation, 3)}\nP1: ${opencvMatrix([...a.k, 0, 0, 0], 4)}\n`;

/** A camchain of Kalibr: the second camera is 0.1 to the left and turned by 90° about z, the third 0.2 before that. */
const kalibr = [
  ['', ''],
  [
    '  T_cn_cnm1:\n  - [0.0, -1.0, 0.0, 0.1]\n  - [1.0, 0.0, 0.0, 0.0]\n',
    '  - [0.0, 0.0, 1.0, 0.0]\n  - [0.0, 0.0, 0.0, 1.0]\n',
  ],
  [
    '  T_cn_cnm1:\n  - [1.0, 0.0, 0.0, 0.0]\n  - [0.0, 1.0, 0.0, 0.0]\n',
    '  - [0.0, 0.0, 1.0, -0.2]\n  - [0.0, 0.0, 0.0, 1.0]\n',
  ],
]
  .map(
    (pose, i) =>
      `cam${i}:\n  cam_overlaps: [${1 - (i % 2)}]\n  camera_model: pinhole\n  distortion_coeffs: [-0.2, 0.1, 0.001, -0.002]\n` +
      `  distortion_model: radtan\n  intrinsics: [461.6, 460.1, 363.0, 248.5]\n  resolution: [752, 480]\n  rostopic: /cam${i}/image_raw\n${pose.join('')}`,
  )
  .join('');

describe('YAML of calibration programs', () => {
  it("OpenCV's stereo_calib: the first camera is the world", () => {
    const [first, second, ...others] = entriesOf(intrinsics, extrinsics);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      w2c: world,
      distortion: a.distortion,
      intrinsics: { fx: a.k[0] },
    });
    expect(second).toMatchObject({ distortion: b.distortion, intrinsics: { fx: b.k[0] } });
    expect(second.w2c.slice(0, 4)).toEqual([...b.rotation.slice(0, 3), b.translation[0]]);
  });

  it('Kalibr: each pose follows from the one before', () => {
    const entries = entriesOf(kalibr);
    expect(entries.map(({ name, size }) => [name, size])).toEqual(
      [0, 1, 2].map((i) => [`cam${i}`, { width: 752, height: 480 }]),
    );
    expect(entries[0]).toMatchObject({
      ...{ w2c: world, distortion: [-0.2, 0.1, 0.001, -0.002] },
      intrinsics: { fx: 461.6, fy: 460.1, cx: 363, cy: 248.5 },
    });
    expect(entries[1].w2c).toEqual([0, -1, 0, 0.1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
    expect(entries[2].w2c).toEqual([0, -1, 0, 0.1, 1, 0, 0, 0, 0, 0, 1, -0.2, 0, 0, 0, 1]);
  });

  it("EasyMocap's keys in one file, with rotation vectors only", () => {
    const text = easymocapFiles().map((file, i) => (i ? file.slice(file.indexOf('R_01')) : file));
    const whole = text.join('');
    const vectors = entriesOf(whole.replace(/Rot_[^]*?(?=T_)/g, ''));
    for (const [i, { w2c }] of entriesOf(whole).entries())
      w2c.forEach((value, k) => expect(value).toBeCloseTo(vectors[i].w2c[k], 12));
  });

  it('numbers behind the names, and a size for all', () => {
    const text = RIG.map(
      ({ k, rotation, translation }, i) =>
        `cameraMatrix${i}: ${opencvMatrix(k, 3)}\nR${i}: ${opencvMatrix(rotation, 3)}\nT${i}: ${opencvMatrix(translation, 1)}\n`,
    ).join('');
    const entries = entriesOf(`image_width: 640\nimage_height: 480\n${text}`);
    expect(entries.map(({ size }) => size)).toEqual(RIG.map(() => ({ width: 640, height: 480 })));
    expect(entries[2].w2c[11]).toBe(RIG[2].translation[2]);
  });

  it("ROS's file of one camera has no pose", () => {
    const ros =
      'image_width: 640\nimage_height: 480\ncamera_name: top\ncamera_matrix:\n  rows: 3\n  cols: 3\n  data: [500, 0, 320, 0, 500, 240, 0, 0, 1]\ndistortion_model: plumb_bob\ndistortion_coefficients:\n  rows: 1\n  cols: 5\n  data: [0.1, 0, 0, 0, 0]\n';
    expect(yamlEntries(ros)).toBe('camera 0 has no pose: R and T are missing');
    const posed = `${ros}rvec: [0, 0, 0]\ntvec: [[1], [2], [3]]\n`;
    expect(entriesOf(posed)).toMatchObject([{ distortion: [0.1], w2c: { 3: 1, 7: 2, 11: 3 } }]);
  });

  it('numbers apart: focal lengths, coefficients', () => {
    const text =
      'fx: 500\nfy: 510\ncx: 320\ncy: 240\nk1: -0.3\np2: 0.01\nR: [0, 0, 0]\nT: [0, 0, 1]\nK1: 7\n';
    expect(entriesOf(text)).toMatchObject([
      { intrinsics: { fx: 500, fy: 510, cx: 320, cy: 240 }, distortion: [-0.3, 0, 0, 0.01] },
    ]);
  });

  const change = (text: string, from: string | RegExp, to: string) =>
    yamlEntries(text.replace(from, to));

  it.each<[name: string, entries: () => CameraEntry[] | string, sentence: RegExp]>([
    [
      'no YAML',
      () => yamlEntries('a: [1'),
      /it is not YAML that can be read: line 1: a list is not closed/,
    ],
    ['too much', () => yamlEntries('#'.repeat(8e6 + 1)), /too large/],
    ['no cameras', () => yamlEntries('a: 1\nb: {c: 2}'), /there are no cameras/],
    ['a number', () => yamlEntries('3'), /there are no cameras/],
    ['a list of numbers', () => yamlEntries('- 1\n- 2'), /camera 0 is not a map/],
    [
      'intrinsics only',
      () => yamlEntries(easymocapFiles()[0]),
      /camera 01 has no pose: R and T are missing/,
    ],
    ['extrinsics only', () => yamlEntries(easymocapFiles()[1]), /there are no cameras/],
    ['stereo intrinsics only', () => yamlEntries(intrinsics), /camera 1 has no pose/],
    [
      'a wrong number of columns',
      () => change(opencvFile(0), 'cols: 3', 'cols: 4'),
      /camera 0: fx and fy must be above 0/,
    ],
    [
      'a short list',
      () => change(opencvFile(0), ', 1. ]', ' ]'),
      /camera 0: fx and fy must be above 0/,
    ],
    ['NaN', () => change(opencvFile(0), '603.9', '.Nan'), /camera 0: fx and fy must be above 0/],
    [
      'a sheared rotation',
      () => change(opencvFile(0), '0.4855', '0.5855'),
      /R and t is not a rotation/,
    ],
    [
      'a transposed matrix',
      () =>
        change(
          opencvFile(0),
          /(camera_matrix[^]*?data: )\[[^\]]*\]/,
          '$1[9, 0, 0, 0, 9, 0, 5, 5, 1]',
        ),
      /K is transposed/,
    ],
    [
      'a wide lens',
      () => change(opencvFile(0), 'flags: 0', 'distortion_model: equidistant'),
      /camera 0: it is a fisheye lens/,
    ],
    [
      'fractions of pixels',
      () => change(opencvFile(0), 'image_width: 1152', 'image_width: 1152.5'),
      /w and h must be whole numbers/,
    ],
    [
      'a coefficient that is no list',
      () =>
        change(
          opencvFile(0),
          /distortion_coefficients: [^]*\]\nR/,
          'distortion_coefficients: strong\nR',
        ),
      /must be a list in the order/,
    ],
    [
      'a list with a text',
      () => change(opencvList(), '   -\n', '   - x\n   -\n'),
      /camera 0 is not a map/,
    ],
    [
      'several cameras of which one has no pose',
      () => change(opencvList(), / {6}R: [^]*?\]\n/, ''),
      /camera Camera1 has no pose/,
    ],
    [
      'several cameras with a wrong number of them',
      () => change(multiviewFile(), /(Ts:[^]*?)rows: 3/, '$1rows: 2'),
      /Ks, rvecs and Ts/,
    ],
    [
      'several cameras with too few coefficients',
      () => change(multiviewFile(), /"5d"/, '"4d"'),
      /must be a list in the order/,
    ],
    [
      'no rotation vector',
      () =>
        change(
          multiviewFile(),
          /rvecs:[^]*?cols: 3/,
          'rvecs: !!opencv-matrix\n   rows: 0\n   cols: 3',
        ),
      /there are no cameras|rvecs/,
    ],
    [
      'a fisheye lens among several',
      () => change(multiviewFile(), '[ 0, 0, 0 ]', '[ 0, 1, 0 ]'),
      /camera Camera2: it is a fisheye lens/,
    ],
    [
      "JARVIS's matrix that is not transposed",
      () =>
        change(
          jarvisFile(0),
          /(intrinsicMatrix[^]*?data: )\[[^\]]*\]/,
          '$1[9, 0, 5, 0, 9, 5, 0, 0, 1]',
        ),
      /intrinsicMatrix has cx and cy in its last column/,
    ],
    [
      "JARVIS's file without R",
      () => change(jarvisFile(0), 'R:', 'r:'),
      /intrinsicMatrix and R must be 3 × 3/,
    ],
    [
      "Kalibr's wide lens",
      () => change(kalibr, 'radtan', 'equidistant'),
      /camera cam0: it is a fisheye lens/,
    ],
    [
      "another of Kalibr's lenses",
      () => change(kalibr, 'pinhole', 'omni'),
      /the lens of cam0 is not read/,
    ],
    [
      "Kalibr's chain without a link",
      () => change(kalibr, 'T_cn_cnm1', 'T_cam_imu'),
      /cam1 has no pose: T_cn_cnm1/,
    ],
    [
      "Kalibr's link that is no rotation",
      () => change(kalibr, '-1.0', '-1.5'),
      /camera cam1: .*w2c/,
    ],
  ])('is refused: %s', (_, entries, sentence) => {
    expect(entries()).toMatch(sentence);
  });
});
