import { turnGaussians } from '../gaussians/axes.ts';
import type { GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { CloudBuilder, CORE_NAMES, type SplatColumns } from './columns.ts';
import { elementOffsets } from './element-offsets.ts';
import type { PlyElement, PlyHeader, PlyProperty } from './header.ts';

/** Rows are processed in blocks of this many bytes, which fit the processor's cache. */
const BLOCK_BYTES = 1 << 18;

/** The Gaussians of a file. */
export interface GaussianRows {
  vertex: PlyElement;
  columns: SplatColumns;
  /** True if the file has the axes of viewers. The cloud must then be turned to world axes. */
  isTurned: boolean;
}

/**
 * Reads a binary file with columns of any types, block by block.
 * @throws PlyFault if the file is shorter or longer than its header says, or if the range of its colours is not certain
 */
export function readBinary(
  bytes: Uint8Array,
  header: PlyHeader,
  { vertex, columns, isTurned }: GaussianRows,
): GaussianCloud {
  const start = elementOffsets(header, bytes).get('vertex') ?? 0;
  const littleEndian = header.format === 'binary_little_endian';
  const stride = vertex.stride ?? 0;
  const builder = new CloudBuilder(vertex.count, columns);
  const rows = Math.max(1, Math.floor(BLOCK_BYTES / stride));
  const readBlock =
    littleEndian && isAllFloat(columns, stride)
      ? floatBlockReader(bytes, start, stride, columns, builder)
      : anyBlockReader(bytes, start, stride, columns, builder, littleEndian);
  for (let from = 0; from < vertex.count; from += rows) {
    const to = Math.min(from + rows, vertex.count);
    readBlock(from, to);
    if (isTurned) turnGaussians(builder.cloud, from, to, -1);
  }
  return builder.finish();
}

/** Reads Gaussians `from` … `to` − 1 into the cloud. */
type ReadBlock = (from: number, to: number) => void;

const isAllFloat = ({ core, rest }: SplatColumns, stride: number) =>
  core.length === CORE_NAMES.length &&
  stride % 4 === 0 &&
  [...core, ...rest].every(({ type, offset }) => type.name === 'float' && offset % 4 === 0);

/**
 * For rows of floats only, with all fourteen core columns: reads the file's bytes as a Float32Array. Blocks that do not
 * begin at a multiple of four bytes are copied first.
 */
function floatBlockReader(
  bytes: Uint8Array,
  start: number,
  stride: number,
  { core, rest }: SplatColumns,
  builder: CloudBuilder,
): ReadBlock {
  const step = stride / 4;
  const aligned = new Float32Array(step * Math.max(1, Math.floor(BLOCK_BYTES / stride)));
  const alignedBytes = new Uint8Array(aligned.buffer);
  const offsets = core.map(({ offset }) => offset / 4);
  const restOffsets = Int32Array.from(rest, ({ offset }) => offset / 4);
  const [ax, ay, az, ar, ag, ab, ao, su, sv, sw, qw, qx, qy, qz] = offsets;
  const { xyz, shDc, opacityLogit, logScale, rotation } = builder.cloud;
  return (from, to) => {
    const first = start + stride * from;
    const end = start + stride * to;
    let data: Float32Array = aligned;
    if ((bytes.byteOffset + first) % 4 === 0)
      data = new Float32Array(bytes.buffer, bytes.byteOffset + first, (end - first) / 4);
    else alignedBytes.set(bytes.subarray(first, end));
    for (let i = from, row = 0, p = 3 * from, q = 4 * from; i < to; i++, row += step) {
      xyz[p] = data[row + ax];
      xyz[p + 1] = data[row + ay];
      xyz[p + 2] = data[row + az];
      shDc[p] = data[row + ar];
      shDc[p + 1] = data[row + ag];
      shDc[p + 2] = data[row + ab];
      opacityLogit[i] = data[row + ao];
      logScale[p] = data[row + su];
      logScale[p + 1] = data[row + sv];
      logScale[p + 2] = data[row + sw];
      rotation[q] = data[row + qw];
      rotation[q + 1] = data[row + qx];
      rotation[q + 2] = data[row + qy];
      rotation[q + 3] = data[row + qz];
      p += 3;
      q += 4;
    }
    if (restOffsets.length > 0) readFloatRest(data, step, restOffsets, builder, from, to);
  };
}

/** Reads the SH coefficients above degree 0. Does nothing as long as all coefficients are zero. */
function readFloatRest(
  data: Float32Array,
  step: number,
  offsets: Int32Array,
  builder: CloudBuilder,
  from: number,
  to: number,
): void {
  const size = offsets.length;
  let isEmpty = !builder.cloud.sh;
  for (let i = from, row = 0; isEmpty && i < to; i++, row += step)
    for (let k = 0; k < size; k++) if (data[row + offsets[k]] !== 0) isEmpty = false;
  if (isEmpty) return;
  const rest = builder.rest();
  for (let i = from, row = 0, at = size * from; i < to; i++, row += step)
    for (let k = 0; k < size; k++) rest[at++] = data[row + offsets[k]];
}

/** For rows of any types and either byte order: reads a block column by column. */
function anyBlockReader(
  bytes: Uint8Array,
  start: number,
  stride: number,
  { core, rest }: SplatColumns,
  builder: CloudBuilder,
  littleEndian: boolean,
): ReadBlock {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const scratch = new Float32Array(Math.max(1, Math.floor(BLOCK_BYTES / stride)));
  const readColumn = ({ offset, type }: PlyProperty, from: number, to: number) => {
    let at = start + stride * from + offset;
    if (type.name === 'float')
      for (let i = 0; i < to - from; i++, at += stride) {
        scratch[i] = view.getFloat32(at, littleEndian);
      }
    else
      for (let i = 0; i < to - from; i++, at += stride) {
        scratch[i] = type.read(view, at, littleEndian);
      }
  };
  const isEmpty = (count: number) => {
    for (let i = 0; i < count; i++) if (scratch[i] !== 0) return false;
    return true;
  };
  return (from, to) => {
    core.forEach((property, c) => {
      const { array, width, at } = builder.slots[c];
      readColumn(property, from, to);
      for (let i = from; i < to; i++) array[width * i + at] = scratch[i - from];
    });
    rest.forEach((property, k) => {
      readColumn(property, from, to);
      if (!builder.cloud.sh && isEmpty(to - from)) return;
      const target = builder.rest();
      for (let i = from; i < to; i++) target[rest.length * i + k] = scratch[i - from];
    });
  };
}
