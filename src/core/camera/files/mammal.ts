import { naturally } from '../../natural-order.ts';
import { runPickle } from '../../pickle/machine.ts';
import { NumpyArray, NumpyRules } from '../../pickle/numpy.ts';
import type { PickleValue } from '../../pickle/values.ts';
import { quoted } from '../../quoted.ts';
import type { CameraEntry } from './entry.ts';
import { entriesFrom } from './frame.ts';
import { MAX_ENTRIES, type Fields } from './values.ts';

/** Largest number of numbers of an array that belongs to a camera. Maps of undistorted pixels have millions. */
const MAX_NUMBERS = 16;

/** Why a pickle cannot be read. The message continues a sentence after the name of the file. */
class PickleFault extends Error {
  override readonly name = 'PickleFault';
}

const unreadable = (why: string) => new PickleFault(`it cannot be read: ${why}`);

const ERRORS = {
  damaged: unreadable,
  tooMuch: unreadable,
  unsafe: (what: string) =>
    new PickleFault(
      `it is a pickle that contains ${quoted(what)}, which no cameras need. Python would run it. Nothing was run here`,
    ),
};

/** Lists of numbers in an array, row by row. Undefined if there are too many. */
function rowsOf(array: NumpyArray): unknown {
  const numbers = array.numbers(MAX_NUMBERS);
  const columns = array.shape.at(-1) ?? 1;
  if (!numbers || array.shape.length !== 2 || columns === 0) return numbers ?? undefined;
  return Array.from({ length: numbers.length / columns }, (_, row) =>
    numbers.slice(row * columns, (row + 1) * columns),
  );
}

/** A number, a text, or a list of numbers with up to two levels. Undefined for other values. */
function plain(value: PickleValue, depth = 0): unknown {
  if (value instanceof NumpyArray) return rowsOf(value);
  if (Array.isArray(value) && value.length <= MAX_NUMBERS && depth < 2)
    return value.map((each) => plain(each, depth + 1));
  return typeof value === 'number' || typeof value === 'string' ? value : undefined;
}

/** The keys and values of a dict that may describe a camera. */
function fieldsOf(dict: Map<PickleValue, PickleValue>): Fields {
  const fields: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of dict) if (typeof key === 'string') fields[key] = plain(value);
  return { ...fields };
}

/** The dicts of the cameras: in a list, in a dict by their numbers or names, or a single one. */
function camerasIn(root: PickleValue): PickleValue[] {
  if (Array.isArray(root)) return root;
  if (!(root instanceof Map)) return [];
  if (root.has('K')) return [root];
  return [...root]
    .flatMap(([key, value]) =>
      value instanceof Map && (typeof key === 'string' || typeof key === 'number')
        ? [{ key: String(key), value }]
        : [],
    )
    .sort((a, b) => naturally(a.key, b.key))
    .map(({ value }) => value);
}

/**
 * The cameras of a pickle as MAMMAL has it (`new_cam.pkl`): dicts with the arrays `K`, `R` and `T` of NumPy, and
 * x = K (R X + T). Arrays of other names are ignored, for example `mapx`. Nothing in the file is executed.
 * Source of the formula: https://github.com/anl13/MAMMAL_mouse, which transposes `K` and `R` for points that are rows.
 * @returns a text that says why there are none
 */
export function mammalEntries(bytes: Uint8Array): CameraEntry[] | string {
  if (bytes[0] !== 0x80)
    return 'it is a pickle of protocol 0 or 1, or none at all. Write it again with pickle.dump(cameras, file, protocol=4)';
  let root: PickleValue;
  try {
    root = runPickle(bytes, new NumpyRules(ERRORS));
  } catch (cause) {
    if (cause instanceof PickleFault) return cause.message;
    throw cause;
  }
  const cameras = camerasIn(root);
  if (cameras.length > MAX_ENTRIES) return `${cameras.length} cameras are too many`;
  const frames = cameras.map((camera) => (camera instanceof Map ? fieldsOf(camera) : null));
  if (!frames.some((frame) => frame !== null))
    return 'it is a pickle without a list of cameras. Each camera must be a dict with the arrays K, R and T';
  return entriesFrom(frames);
}
