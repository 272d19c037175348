import { RIG, rowsOf, transposed } from './rig.ts';

const list = (values: readonly number[]): string => `[ ${values.join(', ')},]`;
const nested = (values: readonly number[]): string => `[ ${rowsOf(values).map(list).join(', ')},]`;

/** The rig as Anipose writes it with Python's toml. */
export const aniposeFile = (): string =>
  `${RIG.map(
    ({ name, size, k, distortion, rotationVector, translation }, i) =>
      `[cam_${i}]\nname = "${name}"\nsize = ${list(size)}\nmatrix = ${nested(k)}\n` +
      `distortions = ${list(distortion)}\nrotation = ${list(rotationVector)}\n` +
      `translation = ${list(translation)}\n`,
  ).join('\n')}\n[metadata]\nadjusted = true\nerror = 1.66\n`;

/** A matrix as OpenCV writes it, with long lists on several lines. */
export const opencvMatrix = (values: readonly number[], columns: number, indent = ''): string => {
  const data = values.map((value) => (Number.isInteger(value) ? `${value}.` : String(value)));
  const lines =
    rowsOf(values, 4).length > 2
      ? data.join(', ').replace(/((?:\S+ ){4})/g, `$1\n${indent}       `)
      : data.join(', ');
  return `!!opencv-matrix\n${indent}   rows: ${values.length / columns}\n${indent}   cols: ${columns}\n${indent}   dt: d\n${indent}   data: [ ${lines} ]`;
};

const HEAD = '%YAML:1.0\n---\n';

/** Intrinsics and extrinsics of the rig as EasyMocap writes them. */
export const easymocapFiles = (): [intrinsics: string, extrinsics: string] => {
  const names = `names:\n${RIG.map((_, i) => `  - "0${i + 1}"\n`).join('')}`;
  const intrinsics = RIG.map(
    ({ k, distortion, size }, i) =>
      `K_0${i + 1}: ${opencvMatrix(k, 3)}\ndist_0${i + 1}: ${opencvMatrix(distortion, 5)}\n` +
      `H_0${i + 1}: ${size[1]}\nW_0${i + 1}: ${size[0]}\n`,
  );
  const extrinsics = RIG.map(
    ({ rotationVector, rotation, translation }, i) =>
      `R_0${i + 1}: ${opencvMatrix(rotationVector, 1)}\nRot_0${i + 1}: ${opencvMatrix(rotation, 3)}\n` +
      `T_0${i + 1}: ${opencvMatrix(translation, 1)}\n`,
  );
  const file = (parts: string[]) => (HEAD + names + parts.join('')).replaceAll('\n', '\r\n');
  return [file(intrinsics), file(extrinsics)];
};

/** One camera of the rig as OpenCV's FileStorage writes it. */
export const opencvFile = (at: number): string => {
  const { size, k, distortion, rotation, translation } = RIG[at];
  return `${HEAD}calibration_time: "Thu 26 Nov 2026 # 10:04:12"\nimage_width: ${size[0]}\nimage_height: ${size[1]}\nflags: 0\ncamera_matrix: ${opencvMatrix(k, 3)}\ndistortion_coefficients: ${opencvMatrix(distortion, 1)}\nR: ${opencvMatrix(rotation, 3)}\nT: ${opencvMatrix(translation, 1)}\navg_reprojection_error: 3.e-01\n`;
};

/** The rig as a list of maps. */
export const opencvList = (): string =>
  `%YAML 1.2\n---\ncameras:\n${RIG.map(
    ({ name, size, k, distortion, rotation, translation }) =>
      `   -\n      name: ${name}\n      image_size: [ ${size.join(', ')} ]\n` +
      `      K: ${opencvMatrix(k, 3, '      ')}\n      D: ${opencvMatrix(distortion, 5, '      ')}\n` +
      `      R: ${opencvMatrix(rotation, 3, '      ')}\n      t: ${opencvMatrix(translation, 1, '      ')}\n`,
  ).join('')}`;

/** The rig as OpenCV's multiview_calibration.py writes it. */
export const multiviewFile = (): string => {
  const all = <K extends keyof (typeof RIG)[number]>(key: K) => RIG.map((camera) => camera[key]);
  const stack = (key: string, values: number[][], dt: string, columns: number) =>
    `${key}: !!opencv-matrix\n   rows: ${RIG.length}\n   cols: ${columns}\n   dt: ${dt}\n   data: [ ${values.flat().join(', ')} ]\n`;
  return [
    HEAD,
    stack('rvecs', all('rotationVector'), 'd', 3),
    stack('distortions', all('distortion'), '"5d"', 1),
    stack('Ks', all('k'), '"3d"', 3),
    stack('Ts', all('translation'), 'd', 3),
    `is_fisheye: !!opencv-nd-matrix\n   sizes: [ ${RIG.length} ]\n   dt: i\n   data: [ 0, 0, 0 ]\n`,
    stack('image_sizes', all('size'), 'i', 2),
    `cam_ids: "${all('name').join(',')}"\n`,
    'image_names:\n   - "a b.png"\n   - "b: c.png"\n',
  ].join('');
};

/** One camera of the rig as JARVIS writes it. */
export const jarvisFile = (at: number): string => {
  const { k, distortion, rotation, translation } = RIG[at];
  return `${HEAD}intrinsicMatrix: ${opencvMatrix(transposed(k), 3)}\ndistortionCoefficients: ${opencvMatrix(distortion, 5)}\nR: ${opencvMatrix(transposed(rotation), 3)}\nT: ${opencvMatrix(translation, 3)}\n`;
};

/** A map with one camera per name, as Python's yaml writes nested lists. */
export const pythonFile = (): string => {
  const list = (values: readonly number[], indent: string) =>
    values.map((value) => `${indent}- ${value}\n`).join('');
  const matrix = (values: readonly number[]) =>
    rowsOf(values)
      .map((r) => `  - - ${r[0]}\n${list(r.slice(1), '    ')}`)
      .join('');
  return RIG.map(
    ({ name, size, k, distortion, rotation, translation }) =>
      `${name}:\n  height: ${size[1]}\n  width: ${size[0]}\n  camera_matrix:\n${matrix(k)}  dist_coeffs:\n${list(distortion, '  ')}` +
      `  rotation:\n${matrix(rotation)}  translation:\n${list(translation, '  ')}`,
  ).join('');
};

/** One camera of the rig as OpenCV's FileStorage writes it in JSON. */
export const opencvJson = (at: number): string => {
  const { size, k, distortion, rotation, translation } = RIG[at];
  const matrix = (data: readonly number[], cols: number) => ({
    ...{ type_id: 'opencv-matrix', rows: data.length / cols, cols, dt: 'd', data },
  });
  return JSON.stringify({
    ...{ image_width: size[0], image_height: size[1], camera_matrix: matrix(k, 3) },
    ...{ distortion_coefficients: matrix(distortion, 5), R: matrix(rotation, 3) },
    T: matrix(translation, 1),
  });
};
