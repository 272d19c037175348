import { turnGaussians } from '../gaussians/axes.ts';
import type { GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { CloudBuilder, splatColumns, type SplatColumns } from './columns.ts';
import type { PlyElement, PlyProperty } from './header.ts';

/** Bytes that are worked on at a time; they stay in the processor's cache. */
const BLOCK_BYTES = 1 << 18;

export interface BinaryRows {
  vertex: PlyElement;
  /** First byte of the rows. */
  start: number;
  littleEndian: boolean;
  /** The file's axes are those of viewers: give world axes. */
  isTurned: boolean;
}

/** Reads rows of any types, whose bytes must be there: one pass, block by block. */
export function readBinary(
  bytes: Uint8Array,
  { vertex, start, littleEndian, isTurned }: BinaryRows,
): GaussianCloud {
  const columns = splatColumns(vertex);
  const stride = vertex.stride ?? 0;
  const builder = new CloudBuilder(vertex.count, columns);
  const rows = Math.max(1, Math.floor(BLOCK_BYTES / stride));
  const readBlock =
    littleEndian && isAllFloat(columns, stride)
      ? floatBlocks(bytes, start, stride, columns, builder)
      : anyBlocks(bytes, start, stride, columns, builder, littleEndian);
  for (let from = 0; from < vertex.count; from += rows) {
    const to = Math.min(from + rows, vertex.count);
    readBlock(from, to);
    builder.finishColours(from, to);
    if (isTurned) turnGaussians(builder.cloud, from, to, -1);
  }
  return builder.cloud;
}

type ReadBlock = (from: number, to: number) => void;

const isAllFloat = ({ core, rest }: SplatColumns, stride: number) =>
  stride % 4 === 0 &&
  [...core, ...rest].every(({ type, offset }) => type.name === 'float' && offset % 4 === 0);

/** Four bytes at a time: rows are read as floats where they lie, or moved to where they may be. */
function floatBlocks(
  bytes: Uint8Array,
  start: number,
  stride: number,
  { core, rest }: SplatColumns,
  builder: CloudBuilder,
): ReadBlock {
  const step = stride / 4;
  const moved = new Float32Array(step * Math.max(1, Math.floor(BLOCK_BYTES / stride)));
  const movedBytes = new Uint8Array(moved.buffer);
  const places = core.map(({ offset }) => offset / 4);
  const restPlaces = Int32Array.from(rest, ({ offset }) => offset / 4);
  const [ax, ay, az, ar, ag, ab, ao, su, sv, sw, qw, qx, qy, qz] = places;
  const { xyz, shDc, opacityLogit, logScale, rotation } = builder.cloud;
  return (from, to) => {
    const first = start + stride * from;
    const end = start + stride * to;
    let data: Float32Array = moved;
    if ((bytes.byteOffset + first) % 4 === 0)
      data = new Float32Array(bytes.buffer, bytes.byteOffset + first, (end - first) / 4);
    else movedBytes.set(bytes.subarray(first, end));
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
    if (restPlaces.length > 0) floatRest(data, step, restPlaces, builder, from, to);
  };
}

function floatRest(
  data: Float32Array,
  step: number,
  places: Int32Array,
  builder: CloudBuilder,
  from: number,
  to: number,
): void {
  const size = places.length;
  let isEmpty = !builder.cloud.sh;
  for (let i = from, row = 0; isEmpty && i < to; i++, row += step)
    for (let k = 0; k < size; k++) if (data[row + places[k]] !== 0) isEmpty = false;
  if (isEmpty) return;
  const rest = builder.rest();
  for (let i = from, row = 0, at = size * from; i < to; i++, row += step)
    for (let k = 0; k < size; k++) rest[at++] = data[row + places[k]];
}

/** Any types, any byte order: column by column within the block. */
function anyBlocks(
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
