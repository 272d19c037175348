import { concat, fields } from '../zip-file.ts';
import { RIG } from './rig.ts';

const float64 = (values: readonly number[]): Uint8Array =>
  new Uint8Array(Float64Array.from(values).buffer);
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A short text of a pickle. */
const text = (value: string) => concat([Uint8Array.of(0x8c, value.length), ascii(value)]);

/** An array of NumPy in a pickle of protocol 4. `core` is `_core` since NumPy 2. */
function numpyArray(values: readonly number[], shape: readonly number[], core = '_core') {
  const data = float64(values);
  const tuple = concat([ascii('('), ...shape.map((side) => Uint8Array.of(0x4b, side)), ascii('t')]);
  return concat([
    ...[text(`numpy.${core}.multiarray`), text('_reconstruct'), Uint8Array.of(0x93)],
    ...[text('numpy'), text('ndarray'), Uint8Array.of(0x93), ascii('K\0'), Uint8Array.of(0x85)],
    ...[concat([ascii('C\x01b')]), Uint8Array.of(0x87), ascii('R(K\x01'), tuple],
    ...[
      text('numpy'),
      text('dtype'),
      Uint8Array.of(0x93),
      text('f8'),
      Uint8Array.of(0x89, 0x88, 0x87),
    ],
    ...[
      ascii('R(K\x03'),
      text('<'),
      ascii('NNNJ'),
      fields([4, 0xffffffff]),
      ascii('J'),
      fields([4, 0xffffffff]),
    ],
    ...[ascii('K\0tb'), Uint8Array.of(0x89)],
    ...[Uint8Array.of(0x42), fields([4, data.length]), data, ascii('tb')],
  ]);
}

/** A pickle of protocol 4 around some operations. */
export const pickleOf = (...operations: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const body = concat([...operations, ascii('.')]);
  return concat([Uint8Array.of(0x80, 4, 0x95), fields([8, body.length]), body]);
};

/** The operations of one camera of the rig as MAMMAL has it, with a map of pixels that is to be ignored. */
export const mammalCamera = (at: number, core?: string): Uint8Array => {
  const { k, rotation, translation } = RIG[at];
  const pixels = numpyArray(
    Array.from({ length: 40 }, (_, i) => i),
    [8, 5],
    core,
  );
  return concat([
    ...[ascii('}('), text('mapx'), pixels, text('K'), numpyArray(k, [3, 3], core)],
    ...[
      text('R'),
      numpyArray(rotation, [3, 3], core),
      text('T'),
      numpyArray(translation, [3, 1], core),
    ],
    ascii('u'),
  ]);
};

/** The rig as MAMMAL's new_cam.pkl: without distortion, because its pictures are undistorted. */
export const mammalFile = (core?: string): Uint8Array<ArrayBuffer> =>
  pickleOf(ascii(']('), ...RIG.map((_, i) => mammalCamera(i, core)), ascii('e'));

/** The quaternion w, x, y, z of a rotation whose angle is less than π. */
function quaternionOf(m: readonly number[]): number[] {
  const w = Math.sqrt(Math.max(0, 1 + m[0] + m[4] + m[8])) / 2;
  return [w, (m[7] - m[5]) / (4 * w), (m[2] - m[6]) / (4 * w), (m[3] - m[1]) / (4 * w)];
}

/** Model number and parameters of a camera: FULL_OPENCV. */
const parametersOf = ({ k, distortion: [k1, k2, p1, p2, k3] }: (typeof RIG)[number]): number[] => [
  ...[k[0], k[4], k[2], k[5], k1, k2, p1, p2, k3, 0, 0, 0],
];

/** The rig as a binary COLMAP model. */
export function colmapFiles(): {
  cameras: Uint8Array<ArrayBuffer>;
  images: Uint8Array<ArrayBuffer>;
} {
  const cameras = RIG.map((camera, i) =>
    concat([
      fields([4, i + 1], [4, 6], [8, camera.size[0]], [8, camera.size[1]]),
      float64(parametersOf(camera)),
    ]),
  );
  const images = RIG.map(({ name, rotation, translation }, i) =>
    concat([
      fields([4, 10 + i]),
      float64([...quaternionOf(rotation), ...translation]),
      fields([4, i + 1]),
      ascii(`${name}.png\0`),
      fields([8, i]),
      new Uint8Array(24 * i),
    ]),
  );
  const counted = (parts: Uint8Array[]) => concat([fields([8, parts.length]), ...parts]);
  return { cameras: counted(cameras), images: counted(images) };
}

/** The rig as a COLMAP model in text form. */
export function colmapTexts(): { cameras: string; images: string } {
  const cameras = RIG.map(
    (camera, i) =>
      `${i + 1} FULL_OPENCV ${camera.size.join(' ')} ${parametersOf(camera).join(' ')}\n`,
  );
  // The second line of an image lists its points, and may be empty.
  const images = RIG.map(
    ({ name, rotation, translation }, i) =>
      `${10 + i} ${[...quaternionOf(rotation), ...translation].join(' ')} ${i + 1} ${name}.png\n${i === 0 ? '' : '1 2 -1'}\n`,
  );
  return {
    cameras: `# Camera list with one line of data per camera:\n${cameras.join('')}`,
    images: `# Image list with two lines of data per image:\n${images.join('')}`,
  };
}
