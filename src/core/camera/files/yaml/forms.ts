import { naturally } from '../../../natural-order.ts';
import { isTransposedMatrix } from '../camera-matrix.ts';
import { isObject, MAX_ENTRIES, numbersOf, type Fields } from '../values.ts';
import { frameOf, hasMatrix, hasRotation } from './fields.ts';
import { flat, split } from './matrix.ts';

/** The frames of a file (docs/formats.md), or a text that says why there are none. Null: the file has another form. */
export type Form = (root: Fields) => Fields[] | string | null;

/** One camera: the keys of the file are those of the camera. */
export const single: Form = (root) => (hasMatrix(root) ? [frameOf(root)] : null);

const isCamera = (value: unknown): value is Fields =>
  isObject(value) && (hasMatrix(value) || hasRotation(value));

/** A list of cameras, or a map with one camera per name, under `cameras`, under `frames`, or at the top. */
export const listed: Form = (root) => {
  const given = root.cameras ?? root.frames;
  if (Array.isArray(given)) {
    const at = given.findIndex((value) => !isObject(value));
    return at < 0 ? given.filter(isObject).map(frameOf) : `camera ${at} is not a map`;
  }
  // Other maps at the top describe no cameras, for example the board.
  const maps = Object.entries(isObject(given) ? given : root)
    .sort(([a], [b]) => naturally(a, b))
    .flatMap(([name, map]) => (isCamera(map) ? [{ name, ...map }] : []));
  return maps.length > 0 ? maps.map(frameOf) : null;
};

/**
 * The values of all cameras one after the other, as OpenCV's multiview_calibration.py writes them. The first camera is
 * the world.
 * Source: https://github.com/opencv/opencv, samples/python/multiview_calibration.py.
 */
export const stacked: Form = ({ Ks, rvecs, Ts, distortions, image_sizes, is_fisheye, cam_ids }) => {
  const all = flat(rvecs);
  if (Ks === undefined || !all) return null;
  const count = all.length / 3;
  if (!Number.isInteger(count) || count < 1 || count > MAX_ENTRIES)
    return 'rvecs must have three numbers per camera';
  const each = [Ks, rvecs, Ts].map((value) => split(value, count));
  const [k, r, t] = each;
  if (!k || !r || !t) return 'Ks, rvecs and Ts must have the same number of cameras';
  const [bent, sizes, fisheye] = [distortions, image_sizes, is_fisheye].map((value) =>
    value === undefined ? undefined : (split(value, count) ?? []),
  );
  const names = typeof cam_ids === 'string' ? cam_ids.split(',') : [];
  return k.map((matrix, i) => ({
    ...{ K: matrix, rvec: r[i], t: t[i] },
    ...(names.length === count && { name: names[i] }),
    // A text is refused, because the number of coefficients is not a multiple of the number of cameras.
    ...(bent && { distortion: bent[i] ?? 'uneven' }),
    ...(sizes && { w: sizes[i]?.[0] ?? null, h: sizes[i]?.[1] ?? null }),
    is_fisheye: fisheye?.[i]?.[0],
  }));
};

/**
 * One camera of JARVIS: as in MATLAB, `intrinsicMatrix` and `R` are transposed.
 * Source: https://github.com/JARVIS-MoCap/JARVIS-HybridNet, `TorchCamera` in jarvis/utils/reprojection.py.
 */
export const jarvis: Form = ({ intrinsicMatrix, R, T, distortionCoefficients, ...more }) => {
  if (intrinsicMatrix === undefined) return null;
  const [k, r] = [flat(intrinsicMatrix), flat(R)].map((value) => numbersOf(value, [9]));
  if (!k || !r) return 'intrinsicMatrix and R must be 3 × 3 numbers';
  if (!isTransposedMatrix(k))
    return 'intrinsicMatrix has cx and cy in its last column. In files of JARVIS they are in the last row';
  const transposed = (m: readonly number[]) => [0, 3, 6, 1, 4, 7, 2, 5, 8].map((at) => m[at]);
  const camera = { K: transposed(k), R: transposed(r), T, distortionCoefficients };
  return [frameOf({ ...more, ...camera })];
};
