import { fromFileAxes } from './axes.ts';
import { AppError } from './errors.ts';
import { emptyCloud, type GaussianCloud } from './gaussian-cloud.ts';
import { TURNED_COMMENT } from './ply-write.ts';

/** Reader of one number, and its bytes. */
const TYPES: Readonly<Record<string, readonly [(view: DataView, at: number) => number, number]>> = {
  char: [(view, at) => view.getInt8(at), 1],
  uchar: [(view, at) => view.getUint8(at), 1],
  short: [(view, at) => view.getInt16(at, true), 2],
  ushort: [(view, at) => view.getUint16(at, true), 2],
  int: [(view, at) => view.getInt32(at, true), 4],
  uint: [(view, at) => view.getUint32(at, true), 4],
  float: [(view, at) => view.getFloat32(at, true), 4],
  double: [(view, at) => view.getFloat64(at, true), 8],
};

/** The format's second set of names. */
const ALIASES: Readonly<Record<string, string>> = {
  int8: 'char',
  uint8: 'uchar',
  int16: 'short',
  uint16: 'ushort',
  int32: 'int',
  uint32: 'uint',
  float32: 'float',
  float64: 'double',
};

const MAX_HEADER_BYTES = 65_536;

interface Layout {
  count: number;
  stride: number;
  /** Byte at which the first Gaussian begins. */
  start: number;
  properties: Map<string, { offset: number; type: string }>;
  turned: boolean;
}

const refuse = (message: string) =>
  new AppError('ply-invalid', { message: `PLY: ${message}`, values: { reason: message } });

/** Header, checked against the number of bytes there are, before anything is allocated. */
function readLayout(bytes: Uint8Array): Layout {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, MAX_HEADER_BYTES));
  if (!/^ply\r?\n/.test(text)) throw refuse('not a PLY file');
  const end = /\nend_header\r?\n/.exec(text);
  if (!end) throw refuse('the header does not end');

  const properties: Layout['properties'] = new Map();
  let [count, stride, elements, turned, little] = [-1, 0, 0, false, false];
  for (const line of text.slice(0, end.index).split(/\r?\n/)) {
    const [word, ...rest] = line.trim().split(/\s+/);
    if (word === 'format') little = rest[0] === 'binary_little_endian';
    else if (word === 'comment') turned ||= line.trim() === `comment ${TURNED_COMMENT}`;
    else if (word === 'element') {
      elements += 1;
      if (elements > 1) continue;
      if (rest[0] !== 'vertex') throw refuse(`begins with ${rest[0]}, not with vertex`);
      if (!/^\d{1,10}$/.test(rest[1] ?? '')) throw refuse('the number of Gaussians is none');
      count = Number(rest[1]);
    } else if (word === 'property' && elements === 1) {
      const [type, name] = [ALIASES[rest[0]] ?? rest[0], rest[1]];
      if (!Object.hasOwn(TYPES, type)) throw refuse(`property ${name} has unknown type ${type}`);
      if (properties.has(name)) throw refuse(`property ${name} appears twice`);
      properties.set(name, { offset: stride, type });
      stride += TYPES[type][1];
    }
  }
  if (!little) throw refuse('only binary little-endian files can be read');
  if (count < 0) throw refuse('there is no element vertex');
  const start = end.index + end[0].length;
  const bytesThere = bytes.length - start;
  const needed = count * stride;
  if (needed > bytesThere)
    throw refuse(`${count} Gaussians need ${needed} bytes, there are ${bytesThere}`);
  if (needed < bytesThere && elements === 1)
    throw refuse(`${bytesThere - needed} bytes are left over`);
  return { count, stride, start, properties, turned };
}

/**
 * Reads a binary little-endian 3DGS file with any further columns. Files of ours come back in world
 * axes (their header says that they were turned); all others as they lie in the file.
 */
export function readPly(bytes: Uint8Array): GaussianCloud {
  const { count, stride, start, properties, turned } = readLayout(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const columns = (names: readonly string[]) =>
    names.map((name) => {
      const property = properties.get(name);
      if (!property) throw refuse(`property ${name} is missing`);
      return { offset: start + property.offset, read: TYPES[property.type][0] };
    });
  const groups = [
    columns(['x', 'y', 'z']),
    columns(['f_dc_0', 'f_dc_1', 'f_dc_2']),
    columns(['opacity']),
    columns(['scale_0', 'scale_1', 'scale_2']),
    columns(['rot_0', 'rot_1', 'rot_2', 'rot_3']),
  ];
  const cloud = emptyCloud(count);
  const arrays = [cloud.xyz, cloud.shDc, cloud.opacityLogit, cloud.logScale, cloud.rotation];
  groups.forEach((group, g) =>
    group.forEach(({ offset, read }, k) => {
      for (let i = 0; i < count; i++)
        arrays[g][i * group.length + k] = read(view, offset + i * stride);
    }),
  );
  return turned ? fromFileAxes(cloud) : cloud;
}
