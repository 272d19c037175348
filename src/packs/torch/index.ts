import type { WeightEntry, WeightIndex, WeightType } from '../../graphs/weights.ts';
import { invalidCheckpoint, quoted, readRange } from '../checkpoint-errors.ts';
import { stripWrappers, type SkippedEntry } from '../weight-names.ts';
import { findTensors } from './find-tensors.ts';
import { readPickle } from './pickle.ts';
import type { TensorView, TorchTensor } from './values.ts';
import { dataOffset, readZip, type ZipEntry } from './zip.ts';

/** The index of a file that `torch.save` wrote. */
interface TorchCheckpoint {
  index: WeightIndex;
  skipped: readonly SkippedEntry[];
  /** Plain values that the file contains in addition to the model (epoch, step), as text. */
  metadata: Readonly<Record<string, string>>;
}

/** Largest pickle that is read, bytes. A pickle of 2,000 tensors with optimizer state has 0.6 MB. */
const MAX_PICKLE_BYTES = 64 * 2 ** 20;

/** Number of local headers that are read concurrently. */
const HEADERS_AT_ONCE = 64;

const isWeightType = (dtype: string): dtype is WeightType =>
  dtype === 'F32' || dtype === 'F16' || dtype === 'BF16';

/**
 * Indexes a checkpoint in torch's zip format (torch 1.6 and newer). The zip directory, the byte order, the pickle and
 * the headers of the tensors' entries are read, but no values of tensors. Nothing is executed. Tensors must be
 * contiguous and inside their storage. Tensors of types other than float32, float16 and bfloat16 are listed as skipped.
 * @throws AppError `checkpoint-invalid`, `checkpoint-unsafe`
 */
export async function readTorch(blob: Blob, file: string): Promise<TorchCheckpoint> {
  const entries = await readZip(blob, file);
  const folder = archiveFolder(entries, file);
  await checkByteOrder(blob, entries.get(`${folder}/byteorder`), file);
  const pickle = entries.get(`${folder}/data.pkl`);
  if (!pickle || pickle.size > MAX_PICKLE_BYTES)
    throw invalidCheckpoint(file, 'its pickle is too large');
  const bytes = await readEntry(blob, pickle, file);
  const { tensors: found, skipped, metadata } = findTensors(readPickle(bytes, file), file);

  const weights = new Map<string, WeightView>();
  for (const [name, tensor] of found) {
    const weight = asWeight(name, tensor, file);
    if (weight) weights.set(name, weight);
    else skipped.push({ name, reason: 'type', dtype: tensor.view.dtype });
  }
  const storages = await locateStorages(blob, entries, folder, weights.values(), file);
  const tensors = new Map<string, WeightEntry>();
  for (const [name, { dtype, shape, offset, storage, byteLength }] of weights) {
    const start = storages.get(storage.key) ?? NaN;
    tensors.set(name, { dtype, shape, offset: start + offset * storage.itemBytes, byteLength });
  }
  return { index: { file, tensors: stripWrappers(tensors) }, skipped, metadata };
}

/** The archive's only folder with a `data.pkl`. torch names it after the file that was saved. */
function archiveFolder(entries: ReadonlyMap<string, ZipEntry>, file: string): string {
  const folders = [...entries.keys()]
    .filter((name) => /^[^/]+\/data\.pkl$/.test(name))
    .map((name) => name.slice(0, name.indexOf('/')));
  if (folders.length !== 1)
    throw invalidCheckpoint(file, 'is a zip file, but not one that torch.save wrote');
  if (entries.has(`${folders[0]}/constants.pkl`))
    throw invalidCheckpoint(file, 'is a TorchScript program; save model.state_dict() instead');
  return folders[0];
}

/** Refuses a file with big-endian numbers. */
async function checkByteOrder(blob: Blob, entry: ZipEntry | undefined, file: string) {
  // torch 2.1 and newer write this entry. Files without the entry are assumed to be little-endian.
  if (!entry) return;
  const order = entry.size < 16 ? String.fromCharCode(...(await readEntry(blob, entry, file))) : '';
  if (order !== 'little')
    throw invalidCheckpoint(file, 'contains numbers with reversed bytes (big-endian byteorder)');
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

/** The tensor with its size in bytes. Null if the tensor's type is not a weight type. */
function asWeight(name: string, { view }: TorchTensor, file: string): WeightView | null {
  const { dtype, storage, shape, strides, offset } = view;
  const refuse = (why: string) => invalidCheckpoint(file, `tensor ${quoted(name)} ${why}`);
  if (!isWeightType(dtype) || dtype !== storage.dtype) return null;
  const count = shape.reduce((product, n) => product * n, 1);
  if (!Number.isSafeInteger(count * storage.itemBytes)) throw refuse('has an impossible shape');
  if (offset + count > storage.length) throw refuse('extends beyond its storage');
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0 && count > 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== step)
      throw refuse('is not contiguous; call .contiguous() on it and save again');
    step *= shape[axis];
  }
  if (view.negated) throw refuse('is a lazy negative; call .resolve_neg() on it and save again');
  return { ...view, dtype, byteLength: count * storage.itemBytes };
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
      throw invalidCheckpoint(file, `storage ${quoted(storage.key)} is missing or too short`);
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
