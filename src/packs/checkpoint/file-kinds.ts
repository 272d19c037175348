import type { AppError } from '../../core/errors.ts';
import { fileMark, isLfsPointer, isWebPage, isXml } from '../../core/file-marks.ts';
import { quoted } from '../../core/quoted.ts';
import { invalidCheckpoint } from './errors.ts';

const bytesOf = (text: string): number[] => Array.from(text, (char) => char.charCodeAt(0));

/** Formats of weights that are not read, by their first bytes. */
const FORMATS: readonly [format: string, first: readonly number[]][] = [
  ['GGUF', bytesOf('GGUF')],
  ['HDF5 (Keras, TensorFlow)', [0x89, ...bytesOf('HDF\r\n')]],
  ['NumPy', [0x93, ...bytesOf('NUMPY')]],
];

/** Formats of weights that have no first bytes of their own, by the ending of the file's name. */
const ENDINGS: readonly [format: string, ending: RegExp][] = [
  ['msgpack (Flax, JAX)', /\.msgpack$/i],
  ['TensorFlow', /\.ckpt(-\d+)?\.(index|data-\d{5}-of-\d{5})$/i],
];

/** First instructions of pickles of protocol 2 and 3, as Python writes them. Protocol 4 and 5 begin with a frame. */
const PICKLE_OPS = '](}){cXKMJGNUV\x88\x89\x8a';
const PICKLE_FRAME = 0x95;

/** Whether a file begins as a pickle. Its second byte is its protocol, the third one is its first instruction. */
export const isPickle = ([mark, protocol, op]: Uint8Array): boolean =>
  mark === 0x80 &&
  (protocol === 4 || protocol === 5
    ? op === PICKLE_FRAME
    : (protocol === 2 || protocol === 3) && PICKLE_OPS.includes(String.fromCharCode(op)));

/**
 * Whether a file begins as safetensors: eight bytes with the length of its header, and then an object of JSON. The
 * length can look like the mark of any other format.
 */
export const beginsAsSafetensors = (start: Uint8Array): boolean =>
  start[8] === '{'.charCodeAt(0) && start.subarray(4, 8).every((byte) => byte === 0);

const begins = (start: Uint8Array, first: readonly number[]): boolean =>
  first.every((byte, i) => start[i] === byte);

/**
 * First bytes of a file that `torch.save` wrote before torch 1.6. They are the mark of pickle protocol 2 and the
 * start of torch's magic number, an integer of ten bytes.
 */
const OLD_TORCH = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46];

/** Whether a file begins as those that `torch.save` wrote before torch 1.6. */
export const beginsAsOldTorch = (start: Uint8Array): boolean => begins(start, OLD_TORCH);

/** The part of a checkpoint that `torch.distributed.checkpoint` wrote, by its name: `__0_0.distcp`. */
const DISTRIBUTED = /\.distcp$/i;

/**
 * The error for a file of a known kind that is not read. Undefined for a file that may be safetensors.
 * @param start its first bytes, at most `MARK_BYTES`
 */
export function otherKind(file: string, start: Uint8Array): AppError | undefined {
  if (beginsAsSafetensors(start)) return undefined;
  const text = String.fromCharCode(...start.subarray(0, 64));
  const first = `begins with ${quoted(text.trimStart().split(/[\r\n]/)[0])}`;
  if (isLfsPointer(text)) return invalidCheckpoint(file, 'lfs-pointer', first);
  if (isWebPage(text) || isXml(text)) return invalidCheckpoint(file, 'web-page', first);
  if (beginsAsOldTorch(start)) return invalidCheckpoint(file, 'old-torch', 'is a row of pickles');
  if (isPickle(start)) return invalidCheckpoint(file, 'plain-pickle', 'is a pickle without a zip');
  if (DISTRIBUTED.test(file)) return invalidCheckpoint(file, 'distributed', 'is one of its parts');
  const format =
    FORMATS.find(([, bytes]) => begins(start, bytes)) ??
    ENDINGS.find(([, ending]) => ending.test(file));
  if (format)
    return invalidCheckpoint(file, 'other-format', 'is neither safetensors nor torch’s', {
      values: { format: format[0] },
    });
  if (fileMark(start)?.group === 'archive')
    return invalidCheckpoint(file, 'archive', 'has the first bytes of an archive');
  return undefined;
}

/** Whether the name of a file is that of weights in a format that is recognised, but not read. */
export const isNamedLikeOthers = (path: string): boolean =>
  /\.(h5|hdf5|keras|npz|npy|gguf|pdparams)$/i.test(path) ||
  DISTRIBUTED.test(path) ||
  ENDINGS.some(([, ending]) => ending.test(path));
