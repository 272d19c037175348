import { encodeHalf } from '../core/half.ts';
import type { TensorList, WeightEntry, WeightIndex } from '../graphs/weights.ts';

/**
 * Returns a function from an element's index to 32 random bits. The tensor's name is the seed.
 * models/parity/seeded.py makes the same bits.
 */
export const seededWords = (name: string): ((i: number) => number) => {
  let seed = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) seed = Math.imul(seed ^ byte, 0x01000193);
  return (i) => {
    let h = (Math.imul(i, 0x9e3779b9) + seed) | 0;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return (h ^ (h >>> 16)) >>> 0;
  };
};

/** Uniform random numbers in middle − scale … middle + scale, as models/parity/seeded.py makes them. */
export const seededUniform = (
  name: string,
  count: number,
  scale = 1,
  middle = 0,
): Float32Array<ArrayBuffer> => {
  const word = seededWords(name);
  return Float32Array.from({ length: count }, (_, i) =>
    Math.fround(((word(i) >>> 8) * 2 ** -23 - 1) * scale + middle),
  );
};

/** Top, bottom, left and right of a part of a picture; bottom and right are outside. */
export type Box = readonly [number, number, number, number];

/** Sets all values outside of `box` to 1, in planes of a tensor […, height, width]. */
export const seededBox = <T extends Float32Array>(
  data: T,
  shape: readonly number[],
  [top, bottom, left, right]: Box,
): T => {
  const [height, width] = shape.slice(-2);
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [i % width, Math.floor(i / width) % height];
    if (x < left || x >= right || y < top || y >= bottom) data[i] = 1;
  }
  return data;
};

export const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** The values that models/parity/seeded.py gives a parameter of this name and shape. */
export const seededWeight = (name: string, shape: readonly number[]): Float32Array<ArrayBuffer> => {
  if (shape.length > 1)
    return seededUniform(name, sizeOf(shape), Math.sqrt(3.9 / sizeOf(shape.slice(1))));
  const word = seededWords(name);
  const middle = name.endsWith('.weight') ? 1 : 0;
  return Float32Array.from(
    { length: sizeOf(shape) },
    (_, i) => ((word(i) >>> 8) * 2 ** -23 - 1) * 0.35 + middle,
  );
};

/**
 * A weight file with the values that models/parity/seeded.py gives a module that has these tensors.
 * @param gains factors of parameters, powers of two, by name
 */
export const seededWeights = (
  tensors: TensorList,
  dtype: 'F32' | 'F16' = 'F32',
  gains: ReadonlyMap<string, number> = new Map(),
): { index: WeightIndex; files: Record<string, Uint8Array> } => {
  const file = 'seeded';
  const entries = new Map<string, WeightEntry>();
  const chunks: Uint8Array[] = [];
  let offset = 0;
  for (const [name, shape] of tensors) {
    const gain = gains.get(name) ?? 1;
    const values = seededWeight(name, shape).map((value) => value * gain);
    const stored = dtype === 'F16' ? encodeHalf(values) : values;
    const { byteLength } = stored;
    entries.set(name, { dtype, shape, offset, byteLength });
    chunks.push(new Uint8Array(stored.buffer));
    offset += byteLength;
  }
  const bytes = new Uint8Array(offset);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return { index: { file, tensors: entries }, files: { [file]: bytes } };
};
