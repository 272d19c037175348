import { naturally } from '../../../natural-order.ts';
import type { Fields } from '../values.ts';
import { ALL, frameOf, hasMatrix, ROTATION, TRANSLATION } from './fields.ts';
import type { Form } from './forms.ts';

/** The names of values, the longest first, so that `dist_coeffs_1` is not taken for `dist`. */
const NAMES = [...new Set(ALL)].sort((a, b) => b.length - a.length);

/** A key of one of several cameras: the name of the value, and the name or the number of the camera. */
function numberedKey(key: string): { value: string; camera: string } | null {
  const value = NAMES.find((name) => key.startsWith(name) && key.length > name.length);
  if (value === undefined) return null;
  const rest = key.slice(value.length);
  const camera = rest.startsWith('_') ? rest.slice(1) : /^\d+$/.test(rest) ? rest : '';
  return camera === '' ? null : { value, camera };
}

/** The values of each camera that has a camera matrix. */
function camerasIn(root: Fields): Map<string, Fields> {
  const cameras = new Map<string, Record<string, unknown>>();
  for (const [key, value] of Object.entries(root)) {
    const found = numberedKey(key);
    if (!found) continue;
    const camera = cameras.get(found.camera) ?? {};
    camera[found.value] = value;
    cameras.set(found.camera, camera);
  }
  return new Map([...cameras].filter(([, camera]) => hasMatrix(camera)));
}

/** Values that hold for all cameras, for example the size of the pictures. */
const sharedIn = (root: Fields): Fields =>
  Object.fromEntries(Object.entries(root).filter(([key]) => ALL.includes(key)));

const withoutPose = (map: Fields): Fields =>
  Object.fromEntries(
    Object.entries(map).filter(([key]) => ![...ROTATION, ...TRANSLATION].includes(key)),
  );

/**
 * Two cameras as OpenCV's stereo_calib writes them: `M1`, `D1`, `M2`, `D2` in intrinsics.yml, `R` and `T` in
 * extrinsics.yml. The first camera is the world. `R1` and `R2` make the rows of both pictures parallel, and are no poses.
 * Source: https://github.com/opencv/opencv, samples/cpp/stereo_calib.cpp.
 */
export const stereo: Form = (root) => {
  const cameras = camerasIn(root);
  const [first, second] = [cameras.get('1'), cameras.get('2')];
  const { R, T } = root;
  if (!first || !second || cameras.size !== 2 || R === undefined || T === undefined) return null;
  const sizes = withoutPose(sharedIn(root));
  const world = { R: [1, 0, 0, 0, 1, 0, 0, 0, 1], T: [0, 0, 0] };
  return [
    frameOf({ name: '1', ...sizes, ...withoutPose(first), ...world }),
    frameOf({ name: '2', ...sizes, ...withoutPose(second), R, T }),
  ];
};

/**
 * Cameras whose keys end with their names: `K_01`, `dist_01`, `R_01`, `Rot_01`, `T_01` as EasyMocap writes them in
 * intri.yml and extri.yml.
 * Source: https://github.com/zju3dv/EasyMocap, easymocap/mytools/camera_utils.py.
 */
export const numbered: Form = (root) => {
  const cameras = camerasIn(root);
  if (cameras.size === 0) return null;
  const shared = sharedIn(root);
  return [...cameras]
    .sort(([a], [b]) => naturally(a, b))
    .map(([name, camera]) => frameOf({ ...shared, ...camera, name }));
};
