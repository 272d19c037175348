import { SH_C0, type GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { CloudBuilder, restNames, wrongDegree } from './columns.ts';
import { elementOffsets } from './element-offsets.ts';
import type { PlyElement, PlyHeader, PlyProperty } from './header.ts';
import { PlyFault } from './refuse.ts';

/** Number of Gaussians in a chunk. The element `chunk` has one row of value ranges per chunk. */
const CHUNK = 256;

const invalid = (detail: string) => new PlyFault('ply-invalid', detail);

const prefixed = (prefix: string, names: readonly string[]) => names.map((name) => prefix + name);
const RANGES = [
  ...prefixed('min_', ['x', 'y', 'z']),
  ...prefixed('max_', ['x', 'y', 'z']),
  ...prefixed('min_scale_', ['x', 'y', 'z']),
  ...prefixed('max_scale_', ['x', 'y', 'z']),
];
const COLOUR_RANGES = [...prefixed('min_', ['r', 'g', 'b']), ...prefixed('max_', ['r', 'g', 'b'])];
const PACKED = prefixed('packed_', ['position', 'rotation', 'scale', 'color']);

/**
 * True for PlayCanvas' compressed.ply. This file has sixteen bytes per Gaussian, and one row of value ranges per 256
 * Gaussians.
 */
export const isCompressed = ({ format, elements }: PlyHeader): boolean =>
  format !== 'ascii' && (elements.get('vertex')?.properties.has('packed_position') ?? false);

/**
 * Reads a compressed.ply, as PlayCanvas' splat-transform writes it:
 * - positions and log scales: 11, 10 and 11 bits, within the chunk's range;
 * - quaternions: the index of the largest component in 2 bits, the three others in 10 bits each over ±√½;
 * - colour and opacity: 8 bits each. Colours lie within the chunk's range if it has one, else in 0 … 1;
 * - SH coefficients above degree 0: bytes over ±4.
 *
 * An opacity of 0 or 255 is moved by half a step towards the middle, so that its logit is finite.
 * @throws PlyFault
 */
export function readCompressed(bytes: Uint8Array, header: PlyHeader): GaussianCloud {
  const { elements } = header;
  const offsets = elementOffsets(header, bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const littleEndian = header.format === 'binary_little_endian';
  const [vertex, chunk, sh] = ['vertex', 'chunk', 'sh'].map((name) => elements.get(name));
  if (!vertex || !chunk) throw invalid('packed Gaussians need an element chunk');
  const { count } = vertex;
  if (chunk.count !== Math.ceil(count / CHUNK))
    throw invalid(`${chunk.count} chunks for ${count} packed Gaussians`);
  const packed = columnsOfType(vertex, PACKED, 'uint');
  const ranges = columnsOfType(chunk, RANGES, 'float');
  const hasColours = chunk.properties.has('min_r');
  if (hasColours) ranges.push(...columnsOfType(chunk, COLOUR_RANGES, 'float'));
  const start = (element: PlyElement) => offsets.get(element.name) ?? 0;

  const builder = new CloudBuilder(count, {
    degree: shDegree(sh, count),
    colours: 'coefficients',
    isFlat: false,
  });
  const { xyz, shDc, opacityLogit, logScale, rotation } = builder.cloud;
  const range = new Float32Array(18).fill(0, 0, 15).fill(1, 15);
  for (let i = 0; i < count; i++) {
    if (i % CHUNK === 0) {
      const row = start(chunk) + (i / CHUNK) * (chunk.stride ?? 0);
      ranges.forEach(({ offset }, k) => (range[k] = view.getFloat32(row + offset, littleEndian)));
    }
    const row = start(vertex) + i * (vertex.stride ?? 0);
    const word = (k: number) => view.getUint32(row + packed[k].offset, littleEndian);
    unpackVector(word(0), range, 0, xyz, 3 * i);
    unpackRotation(word(1), rotation, 4 * i);
    unpackVector(word(2), range, 6, logScale, 3 * i);
    const colour = word(3);
    for (let k = 0; k < 3; k++) {
      const t = ((colour >>> (24 - 8 * k)) & 255) / 255;
      shDc[3 * i + k] = (range[12 + k] * (1 - t) + range[15 + k] * t - 0.5) / SH_C0;
    }
    const opacity = Math.min(Math.max(colour & 255, 0.5), 254.5) / 255;
    opacityLogit[i] = Math.log(opacity / (1 - opacity));
  }
  if (sh) unpackRest(view, sh, start(sh), builder);
  return builder.cloud;
}

/**
 * The named columns of an element.
 * @throws PlyFault unless all of them exist and have the type `type`
 */
const columnsOfType = ({ name, properties }: PlyElement, names: readonly string[], type: string) =>
  names.map((column): PlyProperty => {
    const property = properties.get(column);
    if (property?.type.name === type && !property.length) return property;
    throw invalid(`element ${name} has no column ${column} of type ${type}`);
  });

function shDegree(sh: PlyElement | undefined, count: number) {
  if (!sh) return 0;
  if (sh.count !== count) throw invalid(`coefficients for ${sh.count} of ${count} Gaussians`);
  const degree = ([1, 2, 3] as const).find((d) => 3 * ((d + 1) ** 2 - 1) === sh.properties.size);
  if (!degree) throw wrongDegree(sh.properties.size);
  return degree;
}

function unpackVector(
  word: number,
  range: Float32Array,
  first: number,
  out: Float32Array,
  at: number,
): void {
  const levels = [(word >>> 21) / 2047, ((word >>> 11) & 1023) / 1023, (word & 2047) / 2047];
  for (let k = 0; k < 3; k++)
    out[at + k] = range[first + k] * (1 - levels[k]) + range[first + 3 + k] * levels[k];
}

function unpackRotation(word: number, out: Float32Array, at: number): void {
  const largest = word >>> 30;
  let rest = 1;
  for (let k = 0, shift = 20; k < 4; k++) {
    if (k === largest) continue;
    const component = (((word >>> shift) & 1023) / 1023 - 0.5) * Math.SQRT2;
    out[at + k] = component;
    rest -= component * component;
    shift -= 10;
  }
  out[at + largest] = Math.sqrt(Math.max(0, rest));
}

function unpackRest(view: DataView, sh: PlyElement, start: number, builder: CloudBuilder): void {
  const columns = columnsOfType(sh, restNames(sh.properties.size), 'uchar');
  const rest = builder.rest();
  const stride = sh.stride ?? 0;
  for (let i = 0, to = 0, row = start; i < sh.count; i++, row += stride)
    for (const { offset } of columns) {
      const level = view.getUint8(row + offset);
      const t = level === 0 ? 0 : level === 255 ? 1 : (level + 0.5) / 256;
      rest[to++] = 8 * (t - 0.5);
    }
}
