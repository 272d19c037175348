import { AppError } from '../core/errors.ts';
import type { Fault } from '../core/faults.ts';
import { decodeBfloat, decodeHalf } from '../core/half.ts';
import type { ByteEntry, WeightIndex } from '../graphs/weights.ts';
import { jsonStructure } from './json-structure.ts';

/** The header of a safetensors file. */
interface SafetensorsHeader {
  index: WeightIndex;
  /**
   * Types and sizes, by name, of the tensors that are neither F32, F16 nor BF16. I8 tensors are also in `index.bytes`.
   */
  otherTypes: ReadonlyMap<string, { dtype: string; byteLength: number }>;
  /** The file's `__metadata__`; empty if the file has no metadata. */
  metadata: Readonly<Record<string, string>>;
}

type Entry = WeightIndex['tensors'] extends ReadonlyMap<string, infer T> ? T : never;

/**
 * Bytes per element. F32, F16 and BF16 tensors become weights. I8 tensors can be the integers of quantised weights.
 * Tensors of the other types are checked and left out.
 */
const ITEM_BYTES: Readonly<Record<string, number>> = {
  F4: 0.5,
  F6_E2M3: 0.75,
  F6_E3M2: 0.75,
  F8_E4M3: 1,
  F8_E5M2: 1,
  F8_E8M0: 1,
  F8_E4M3FNUZ: 1,
  F8_E5M2FNUZ: 1,
  C64: 8,
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U64: 8,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
};

/** Largest header that is read, bytes. A real header of 2,000 tensors has 0.3 MB. */
const MAX_HEADER_BYTES = 8_000_000;
const MAX_TENSORS = 100_000;

/**
 * Most objects and lists, keys, and commas per tensor. A tensor has three objects and lists: its entry, shape and offsets.
 * It has four keys: its name, and three in the entry. A shape has at most 16 numbers.
 */
const PER_TENSOR = { opened: 4, keys: 5, commas: 20 } as const;

const byteLengthOf = (source: Uint8Array | Blob) =>
  source instanceof Blob ? source.size : source.byteLength;

const bytesOf = async (source: Uint8Array | Blob, start: number, end: number) =>
  source instanceof Blob
    ? new Uint8Array(await source.slice(start, end).arrayBuffer())
    : new Uint8Array(source.subarray(start, end)); // a copy; Buffer.slice would be a view

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

/** Makes the error for a file that cannot be read. */
type Refuse = (fault: Fault, why: string, cause?: unknown) => AppError;

/** The errors for a file of a pack. */
const refusePack =
  (file: string): Refuse =>
  (_, why, cause) =>
    new AppError('weights-invalid', {
      message: `${file}: ${why}`,
      stage: 'load',
      values: { file },
      cause,
    });

/**
 * Reads the header of a safetensors file and checks every entry against the file's size. The file starts with 8 bytes
 * for the header's length (little endian). The header, which is JSON, and the data follow. The data are not read.
 * @param file name of the file, for the index and for errors
 * @param refuse makes the errors; by default `weights-invalid`
 * @throws AppError `weights-invalid` if the header is damaged
 */
export async function readSafetensorsHeader(
  source: Uint8Array | Blob,
  file: string,
  refuse: Refuse = refusePack(file),
): Promise<SafetensorsHeader> {
  const damaged = (why: string, cause?: unknown) => refuse('damaged', why, cause);
  const size = byteLengthOf(source);
  if (size < 8) throw damaged(`${size} bytes are too few for a safetensors file`);
  const prefix = new DataView((await bytesOf(source, 0, 8)).buffer);
  const length = prefix.getUint32(0, true);
  if (prefix.getUint32(4, true) !== 0 || length > size - 8)
    throw damaged('the header is longer than the file');
  if (length > MAX_HEADER_BYTES)
    throw refuse(
      'limits',
      `a header of ${length} bytes is too long; at most ${MAX_HEADER_BYTES} are read`,
    );

  const header = await bytesOf(source, 8, 8 + length);
  const found = jsonStructure(header);
  // A parsed value can take thirty times its bytes, if it has many objects.
  if (found.depth > 3)
    throw refuse('limits', 'the header has objects inside the entries of tensors');
  for (const part of ['opened', 'keys', 'commas'] as const)
    if (found[part] > PER_TENSOR[part] * MAX_TENSORS)
      throw refuse('limits', `the header has more parts than ${MAX_TENSORS} tensors need`);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header));
  } catch (cause) {
    throw damaged('the header is not JSON', cause);
  }
  if (!isObject(json)) throw damaged('the header is not an object');

  const dataStart = 8 + length;
  const tensors = new Map<string, Entry>();
  const bytes = new Map<string, ByteEntry>();
  const spans: [number, number][] = [];
  const otherTypes = new Map<string, { dtype: string; byteLength: number }>();
  const entries = Object.entries(json);
  if (entries.length > MAX_TENSORS)
    throw refuse('limits', `${entries.length} tensors are too many`);
  // The format forbids two tensors of one name. `JSON.parse` would take the last one.
  if (entries.length < found.outerKeys) throw damaged('the header has a name twice');
  for (const [name, stated] of entries) {
    if (name === '__metadata__') continue;
    const entry = readEntry(stated, dataStart, size);
    if (typeof entry === 'string') throw damaged(`tensor ${name}: ${entry}`);
    spans.push([entry.offset, entry.offset + entry.byteLength]);
    if (entry.dtype === 'F32' || entry.dtype === 'F16' || entry.dtype === 'BF16')
      tensors.set(name, { ...entry, dtype: entry.dtype });
    const { dtype, shape, offset, byteLength } = entry;
    if (!tensors.has(name)) otherTypes.set(name, { dtype, byteLength });
    if (entry.dtype === 'I8') bytes.set(name, { shape, offset, byteLength });
  }
  // Overlapping tensors are not valid in safetensors. They could hide one tensor in another.
  spans.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (spans.some(([start], i) => i > 0 && start < spans[i - 1][1]))
    throw damaged('tensors overlap');

  const pairs = isObject(json.__metadata__) ? Object.entries(json.__metadata__) : [];
  const metadata = Object.fromEntries(pairs.map(([key, value]) => [key, String(value)]));
  return { index: { file, tensors, bytes }, otherTypes, metadata };
}

/**
 * The index of a weight file: tensor name → type, shape, absolute byte offset.
 * @throws AppError `weights-invalid`
 */
export const readIndex = async (source: Uint8Array | Blob, file: string): Promise<WeightIndex> =>
  (await readSafetensorsHeader(source, file)).index;

/** Reads one tensor's entry of the header. A text as result says what is wrong with the entry. */
function readEntry(stated: unknown, dataStart: number, fileSize: number) {
  if (!isObject(stated)) return 'not an object';
  const { dtype, shape, data_offsets: offsets } = stated;
  if (typeof dtype !== 'string' || !Object.hasOwn(ITEM_BYTES, dtype)) return 'unknown type';
  if (!Array.isArray(shape) || shape.length > 16 || !shape.every(isCount)) return 'bad shape';
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    return 'bad offsets';
  const [start, end] = offsets as number[];
  if (end < start || dataStart + end > fileSize) return 'lies outside the file';
  const bytes = (shape as number[]).reduce((product, n) => product * n, ITEM_BYTES[dtype]);
  if (bytes !== end - start) return `shape needs ${bytes} bytes, file gives ${end - start}`;
  return { dtype, shape: shape as number[], offset: dataStart + start, byteLength: end - start };
}

/**
 * Reads the values of one tensor as float32, row-major.
 * @throws AppError `weights-invalid` if the file has no tensor of this name
 */
export async function readTensor(
  source: Uint8Array | Blob,
  index: WeightIndex,
  name: string,
): Promise<Float32Array<ArrayBuffer>> {
  const entry = index.tensors.get(name);
  if (!entry)
    throw new AppError('weights-invalid', {
      message: `${index.file} has no tensor ${name}`,
      stage: 'load',
      values: { file: index.file, tensor: name },
    });
  const bytes = await bytesOf(source, entry.offset, entry.offset + entry.byteLength);
  if (entry.dtype === 'F32') return new Float32Array(bytes.buffer);
  const bits = new Uint16Array(bytes.buffer);
  return entry.dtype === 'F16' ? decodeHalf(bits) : decodeBfloat(bits);
}
