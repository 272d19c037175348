import type { AppError } from '../../core/errors.ts';
import type { WeightEntry, WeightIndex, WeightType } from '../../graphs/weights.ts';
import { quoted } from '../../core/quoted.ts';
import {
  damagedCheckpoint,
  invalidCheckpoint,
  invalidTensor,
  readRange,
} from '../checkpoint/errors.ts';
import type { SkippedEntry } from '../checkpoint/weight-names.ts';
import { archiveFolder } from './archive.ts';
import { findTensors } from './find-tensors.ts';
import { readPickle } from './pickle.ts';
import type { TensorView, TorchTensor } from './values.ts';
import { dataOffset, readZip, requireStored, type ZipEntry } from './zip.ts';

/** The index of a file that `torch.save` wrote. */
interface TorchCheckpoint {
  index: WeightIndex;
  skipped: readonly SkippedEntry[];
  refusals: ReadonlyMap<string, AppError>;
}

/** Largest pickle that is read, bytes. A pickle of 2,000 tensors with optimizer state has 0.6 MB. */
const MAX_PICKLE_BYTES = 64 * 2 ** 20;

/** Number of local headers that are read concurrently. */
const HEADERS_AT_ONCE = 64;

const isWeightType = (dtype: string): dtype is WeightType =>
  dtype === 'F32' || dtype === 'F16' || dtype === 'BF16';

/**
 * Indexes a checkpoint in torch's zip format (torch 1.6 and newer). The zip directory, the byte order, the pickle and
 * the headers of the tensors' entries are read, but no values of tensors. Nothing is executed. Tensors must be inside
 * their storage. Tensors of types other than float32, float16 and bfloat16 are listed as skipped.
 * @throws AppError `checkpoint-invalid`, `checkpoint-unsafe`
 */
export async function readTorch(blob: Blob, file: string): Promise<TorchCheckpoint> {
  const entries = await readZip(blob, file);
  const folder = archiveFolder(entries, file);
  requireStored(entries.values(), file);
  await checkByteOrder(blob, entries.get(`${folder}/byteorder`), file);
  const pickle = entries.get(`${folder}/data.pkl`);
  if (!pickle || pickle.size > MAX_PICKLE_BYTES)
    throw invalidCheckpoint(file, 'limits', 'its pickle is too large');
  const bytes = await readEntry(blob, pickle, file);
  const { tensors: found, skipped } = findTensors(readPickle(bytes, file), file);

  const weights = new Map<string, WeightView>();
  const refusals = new Map<string, AppError>();
  for (const [name, tensor] of found) {
    const weight = asWeight(name, tensor, file);
    if (!weight) skipped.push(otherType(name, tensor.view));
    else {
      const refusal = layoutError(name, weight, file);
      if (refusal) refusals.set(name, refusal);
      // Name and shape still show which network it is.
      weights.set(name, refusal ? { ...weight, byteLength: 0 } : weight);
    }
  }
  const storages = await locateStorages(blob, entries, folder, weights.values(), file);
  const tensors = new Map<string, WeightEntry>();
  for (const [name, { dtype, shape, offset, storage, byteLength }] of weights) {
    const start = storages.get(storage.key) ?? NaN;
    tensors.set(name, { dtype, shape, offset: start + offset * storage.itemBytes, byteLength });
  }
  return { index: { file, tensors }, skipped, refusals };
}

/** Refuses a file with big-endian numbers. */
async function checkByteOrder(blob: Blob, entry: ZipEntry | undefined, file: string) {
  // torch 2.1 and newer write this entry. Files without the entry are assumed to be little-endian.
  if (!entry) return;
  const order = entry.size < 16 ? String.fromCharCode(...(await readEntry(blob, entry, file))) : '';
  if (order !== 'little')
    throw invalidCheckpoint(file, 'big-endian', `its byteorder is ${quoted(order)}`);
}

/** Reads the bytes of a zip entry. */
async function readEntry(blob: Blob, entry: ZipEntry, file: string) {
  const start = await dataOffset(blob, entry, file);
  return readRange(blob, start, start + entry.size, file);
}

/** A tensor that can be a weight. */
interface WeightView extends TensorView {
  dtype: WeightType;
  byteLength: number;
}

/** A tensor of a type that cannot be a weight. */
const otherType = (name: string, { dtype, shape, storage }: TensorView): SkippedEntry => ({
  name,
  reason: 'type',
  dtype,
  byteLength: shape.reduce((product, n) => product * n, storage.itemBytes),
});

/** Number of elements of the storage from the tensor's first to its last. */
const extentOf = ({ shape, strides }: TensorView): number =>
  shape.includes(0) ? 0 : shape.reduce((sum, n, axis) => sum + (n - 1) * strides[axis], 1);

/** The tensor with its size in bytes. Null if the tensor's type is not a weight type. */
function asWeight(name: string, { view }: TorchTensor, file: string): WeightView | null {
  const { dtype, storage, shape, offset } = view;
  const refuse = (why: string) => invalidTensor(file, 'damaged', name, why);
  if (!isWeightType(dtype) || dtype !== storage.dtype) return null;
  const count = shape.reduce((product, n) => product * n, 1);
  if (!Number.isSafeInteger(count * storage.itemBytes)) throw refuse('has an impossible shape');
  if (offset + extentOf(view) > storage.length) throw refuse('extends beyond its storage');
  return { ...view, dtype, byteLength: count * storage.itemBytes };
}

/** The error for a tensor whose values are not stored in their order. Undefined if they are. */
function layoutError(name: string, view: TensorView, file: string): AppError | undefined {
  const { shape, strides, negated } = view;
  const refuse = (fault: 'strided' | 'negated', why: string) =>
    invalidTensor(file, fault, name, why);
  if (negated) return refuse('negated', 'has the bit “neg”');
  if (shape.includes(0)) return undefined;
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== step)
      return refuse('strided', `is [${shape.join()}] with the strides [${strides.join()}]`);
    step *= shape[axis];
  }
  return undefined;
}

/** Finds the absolute byte offset of every storage that the weights use, by key. */
async function locateStorages(
  blob: Blob,
  entries: ReadonlyMap<string, ZipEntry>,
  folder: string,
  weights: Iterable<WeightView>,
  file: string,
): Promise<ReadonlyMap<string, number>> {
  const needed = new Map<string, ZipEntry>();
  for (const { storage } of weights) {
    const entry = entries.get(`${folder}/data/${storage.key}`);
    if (!entry || entry.size < storage.length * storage.itemBytes)
      throw damagedCheckpoint(file, `storage ${quoted(storage.key)} is missing or too short`);
    needed.set(storage.key, entry);
  }
  const offsets = new Map<string, number>();
  const queue = [...needed];
  for (let i = 0; i < queue.length; i += HEADERS_AT_ONCE) {
    const batch = queue.slice(i, i + HEADERS_AT_ONCE);
    const starts = await Promise.all(batch.map(([, entry]) => dataOffset(blob, entry, file)));
    batch.forEach(([key], j) => offsets.set(key, starts[j]));
  }
  return offsets;
}
