import { encodeHalf } from '../../../src/core/half.ts';
import {
  isQuantisable,
  type ByteEntry,
  type TensorList,
  type WeightEntry,
  type WeightIndex,
} from '../../../src/graphs/weights.ts';

/** A prime, so that the rows of a matrix that is filled with a repeated block differ. */
const BLOCK = 262_147;
/** Largest weight file in bytes, as in imported packs. */
const FILE_BYTES = 1e9;

/** `count` uniform random numbers in −scale…scale (xorshift32). The same for the same seed. */
export function uniform(count: number, seed: number, scale = 1): Float32Array<ArrayBuffer> {
  const values = new Float32Array(count);
  let state = (seed + 1) * 0x9e3779b9;
  for (let i = 0; i < count; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    values[i] = (state / 2 ** 31) * scale;
  }
  return values;
}

const block = uniform(BLOCK, 7);
const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** Repeats `source` until `target` is full. */
function repeat(target: Uint8Array, source: Uint8Array): void {
  for (let at = 0; at < target.length; at += source.length)
    target.set(source.subarray(0, target.length - at), at);
}

/** Scale and middle of a parameter. Activations then stay near one (as in models/parity/seeded.py). */
const rangeOf = (name: string, shape: readonly number[]) =>
  shape.length > 1
    ? { scale: Math.sqrt((3.9 * shape[0]) / sizeOf(shape)), middle: 0 }
    : { scale: 0.35, middle: name.endsWith('.weight') ? 1 : 0 };

interface MutableIndex extends WeightIndex {
  tensors: Map<string, WeightEntry>;
  bytes: Map<string, ByteEntry>;
}

/**
 * Random weights in memory for a network, as files of at most 1 GB.
 * @param storage `f16`, or `int8x2`: 16 bits in two integers of one byte, with a scale per row
 */
export function randomWeights(tensors: TensorList, storage: 'f16' | 'int8x2') {
  const weights: MutableIndex[] = [];
  const lists: { source: Uint8Array; at: number; byteLength: number }[][] = [];
  const sizes: number[] = [];
  const sources = new Map<string, Uint8Array>();
  const put = (source: Uint8Array, byteLength: number) => {
    if (weights.length === 0 || sizes[sizes.length - 1] + byteLength > FILE_BYTES) {
      weights.push({ file: `random-${weights.length}`, tensors: new Map(), bytes: new Map() });
      lists.push([]);
      sizes.push(0);
    }
    const file = weights.length - 1;
    const at = sizes[file];
    lists[file].push({ source, at, byteLength });
    sizes[file] += byteLength;
    return { index: weights[file], offset: at, byteLength };
  };
  const kept = (key: string, make: () => { buffer: ArrayBuffer }) => {
    const found = sources.get(key) ?? new Uint8Array(make().buffer);
    sources.set(key, found);
    return found;
  };
  for (const [name, shape] of tensors) {
    const { scale, middle } = rangeOf(name, shape);
    const count = sizeOf(shape);
    if (storage === 'f16' || !isQuantisable(shape)) {
      const source = kept(`${scale} ${middle}`, () =>
        encodeHalf(block.map((value) => value * scale + middle)),
      );
      const { index, ...place } = put(source, 2 * count);
      index.tensors.set(name, { dtype: 'F16', shape, ...place });
      continue;
    }
    const bytes = kept('bytes', () => Int8Array.from(block, (value) => value * 127));
    for (const part of [name, `${name}.low`]) {
      const { index, ...place } = put(bytes, count);
      index.bytes.set(part, { shape, ...place });
    }
    // A weight is (256·high + low)·scale, and the largest high byte is 127.
    const step = kept(`step ${scale}`, () => new Float32Array(256).fill(scale / (256 * 127)));
    const { index, ...place } = put(step, 4 * shape[0]);
    index.tensors.set(`${name}.scale`, { dtype: 'F32', shape: shape.slice(0, 1), ...place });
  }
  const files = new Map<string, Uint8Array>();
  for (const [i, { file }] of weights.entries()) {
    const bytes = new Uint8Array(sizes[i]);
    for (const { source, at, byteLength } of lists[i])
      repeat(bytes.subarray(at, at + byteLength), source);
    files.set(file, bytes);
  }
  return { weights, files };
}
