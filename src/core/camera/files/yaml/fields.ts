import { COEFFICIENT_NAMES } from '../coefficients.ts';
import { pick, type Fields } from '../values.ts';
import { flat } from './matrix.ts';

/** Names of one value, as calibration programs write it. */
export const MATRIX = [
  ...['K', 'M', 'camera_matrix', 'cameraMatrix', 'CameraMatrix', 'Camera_Matrix', 'mtx'],
  ...['intrinsic_matrix', 'intrinsics', 'intrinsic', 'matrix', 'Intrinsic'],
];
const DISTORTION = [
  ...['D', 'dist', 'distortion', 'distortions', 'dist_coeffs', 'distCoeffs', 'dist_coefs'],
  ...['distortion_coefficients', 'distortionCoefficients', 'Distortion_Coefficients'],
  ...['distortion_coeffs', 'DistCoeffs', 'Distortion'],
];
export const ROTATION = [
  ...['R', 'Rot', 'rotation', 'rotation_matrix', 'rotationMatrix', 'RotationMatrix', 'Rotation'],
  ...['rvec', 'rotation_vector', 'Rvec'],
];
export const TRANSLATION = [
  ...['T', 't', 'translation', 'tvec', 'translation_vector', 'translationVector'],
  ...['TranslationVector', 'Translation', 'Tvec'],
];
const POSE = ['w2c', 'world_to_camera', 'RT', 'extrinsic', 'extrinsics'];
export const WIDTH = ['w', 'width', 'image_width', 'imageWidth', 'W'];
export const HEIGHT = ['h', 'height', 'image_height', 'imageHeight', 'H'];
export const SIZE = ['image_size', 'imageSize', 'img_size', 'size', 'resolution'];

/** Values that a frame has under the same names. */
const SAME = [
  ...['camera_model', 'distortion_model', 'fisheye', 'is_fisheye', 'file_path', 'name'],
  ...['fx', 'fy', 'cx', 'cy', ...COEFFICIENT_NAMES],
];

/** The keys of a map that describe one camera. */
export const ALL = [
  ...[...MATRIX, ...DISTORTION, ...ROTATION, ...TRANSLATION, ...WIDTH, ...HEIGHT, ...SIZE],
  ...SAME,
];

/** The rotation: three rows, or a rotation vector. If both stand there, the rows. */
function rotationIn(map: Fields): Fields {
  const given = ROTATION.map((key) => flat(map[key])).filter((value) => value !== undefined);
  const matrix = given.find(({ length }) => length === 9);
  if (matrix) return { R: matrix };
  const vector = given.find(({ length }) => length === 3);
  return vector ? { rvec: vector } : given.length > 0 ? { R: given[0] } : {};
}

/** Width and height, apart or as a list. */
function sizeIn(map: Fields): Fields {
  const [w, h] = [pick(map, WIDTH), pick(map, HEIGHT)];
  if (w !== undefined || h !== undefined) return { w, h };
  const size = flat(pick(map, SIZE));
  return size ? { w: size[0] ?? null, h: size[1] ?? null } : {};
}

/** A camera of a YAML file with the keys of a frame (docs/formats.md). */
export function frameOf(map: Fields): Fields {
  const [K, t, w2c] = [MATRIX, TRANSLATION, POSE].map((keys) => flat(pick(map, keys)));
  const distortion = pick(map, DISTORTION);
  return {
    ...Object.fromEntries(SAME.map((key) => [key, map[key]])),
    ...{ K, t, w2c, distortion: flat(distortion) ?? distortion },
    ...rotationIn(map),
    ...sizeIn(map),
  };
}

/** Whether a map has a camera matrix of its own, or a focal length. */
export const hasMatrix = (map: Fields): boolean => pick(map, [...MATRIX, 'fx']) !== undefined;
export const hasRotation = (map: Fields): boolean => pick(map, ROTATION) !== undefined;
