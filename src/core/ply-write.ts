import { toFileAxes } from './axes.ts';
import { SH_C0, type GaussianCloud } from './gaussian-cloud.ts';

/** `standard`: what 3DGS viewers expect, upright in them. `facelift`: FaceLift's columns, world axes. */
export type PlyVariant = 'standard' | 'facelift';

/** Left in the header of standard files: lets our reader turn them back into the world. */
export const TURNED_COMMENT =
  'mouse-facelift axes: Y down (world Z up, turned by 180 degrees about 0 1 -1)';

const range = (prefix: string, n: number) => Array.from({ length: n }, (_, i) => `${prefix}_${i}`);

const STANDARD = [
  ...['x', 'y', 'z'],
  ...range('f_dc', 3),
  'opacity',
  ...range('scale', 3),
  ...range('rot', 4),
];

/** Bytes per Gaussian of FaceLift's 62 properties: 59 floats and three colour bytes. */
const FACELIFT_STRIDE = 59 * 4 + 3;
const REST = 45;

const header = (count: number, properties: readonly string[], comments: readonly string[] = []) =>
  new TextEncoder().encode(
    [
      'ply',
      'format binary_little_endian 1.0',
      ...comments.map((comment) => `comment ${comment}`),
      `element vertex ${count}`,
      ...properties.map((property) => `property ${property}`),
      'end_header\n',
    ].join('\n'),
  );

function join(head: Uint8Array, body: ArrayBuffer): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(head.length + body.byteLength);
  file.set(head);
  file.set(new Uint8Array(body), head.length);
  return file;
}

/**
 * A binary little-endian 3DGS file, N Gaussians in the cloud's order. `standard`: 14 floats each,
 * log scales, logit opacity, quaternion w first, nothing else, turned to the axes of 3DGS viewers.
 */
export function writePly(cloud: GaussianCloud, variant: PlyVariant = 'standard') {
  return variant === 'standard' ? writeStandard(toFileAxes(cloud)) : writeFacelift(cloud);
}

function writeStandard({ count, xyz, shDc, opacityLogit, logScale, rotation }: GaussianCloud) {
  const body = new Float32Array(14 * count);
  for (let i = 0, at = 0; i < count; i++) {
    for (let k = 0; k < 3; k++) body[at++] = xyz[3 * i + k];
    for (let k = 0; k < 3; k++) body[at++] = shDc[3 * i + k];
    body[at++] = opacityLogit[i];
    for (let k = 0; k < 3; k++) body[at++] = logScale[3 * i + k];
    for (let k = 0; k < 4; k++) body[at++] = rotation[4 * i + k];
  }
  const properties = STANDARD.map((name) => `float ${name}`);
  return join(header(count, properties, [TURNED_COMMENT]), body.buffer);
}

/** As FaceLift's `save_ply`: 8-bit colours beside the coefficients, 45 zeros of higher degrees. */
function writeFacelift({ count, xyz, shDc, opacityLogit, logScale, rotation }: GaussianCloud) {
  const body = new DataView(new ArrayBuffer(FACELIFT_STRIDE * count));
  for (let i = 0; i < count; i++) {
    let at = FACELIFT_STRIDE * i;
    const floats = (values: Float32Array, from: number, n: number) => {
      for (let k = 0; k < n; k++, at += 4) body.setFloat32(at, values[from + k], true);
    };
    floats(xyz, 3 * i, 3);
    for (let k = 0; k < 3; k++, at++) {
      const level = (SH_C0 * shDc[3 * i + k] + 0.5) * 255;
      body.setUint8(at, Math.trunc(Math.min(Math.max(level, 0), 255)));
    }
    floats(shDc, 3 * i, 3);
    at += 4 * REST;
    floats(opacityLogit, i, 1);
    floats(logScale, 3 * i, 3);
    floats(rotation, 4 * i, 4);
  }
  const float = (name: string) => `float ${name}`;
  const properties = [
    ...STANDARD.slice(0, 3).map(float),
    ...['red', 'green', 'blue'].map((name) => `uchar ${name}`),
    ...STANDARD.slice(3, 6).map(float),
    ...range('f_rest', REST).map(float),
    ...STANDARD.slice(6).map(float),
  ];
  return join(header(count, properties), body.buffer);
}
