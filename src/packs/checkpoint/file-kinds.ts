import type { AppError } from '../../core/errors.ts';
import { fileMark, isLfsPointer, isWebPage, isXml } from '../../core/file-marks.ts';
import { invalidCheckpoint, quoted } from './errors.ts';

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

/** First bytes of pickles of protocol 2 to 5. */
const isPickle = ([mark, protocol]: Uint8Array): boolean =>
  mark === 0x80 && protocol >= 2 && protocol <= 5;

/**
 * First bytes of a file that `torch.save` wrote before torch 1.6. They are the mark of pickle protocol 2 and the
 * start of torch's magic number, an integer of ten bytes.
 */
const OLD_TORCH = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46];

/** The part of a checkpoint that `torch.distributed.checkpoint` wrote, by its name: `__0_0.distcp`. */
const DISTRIBUTED = /\.distcp$/i;

/**
 * The error for a file of a known kind that is not read. Undefined for a file that may be safetensors.
 * @param start its first bytes, at most `MARK_BYTES`
 */
export function otherKind(file: string, start: Uint8Array): AppError | undefined {
  const begins = (first: readonly number[]) => first.every((byte, i) => start[i] === byte);
  const text = String.fromCharCode(...start.subarray(0, 64));
  const first = `begins with ${quoted(text.trimStart().split(/[\r\n]/)[0])}`;
  if (isLfsPointer(text)) return invalidCheckpoint(file, 'lfs-pointer', first);
  if (isWebPage(text) || isXml(text)) return invalidCheckpoint(file, 'web-page', first);
  if (begins(OLD_TORCH)) return invalidCheckpoint(file, 'old-torch', 'is a row of pickles');
  if (isPickle(start)) return invalidCheckpoint(file, 'plain-pickle', 'is a pickle without a zip');
  if (DISTRIBUTED.test(file)) return invalidCheckpoint(file, 'distributed', 'is one of its parts');
  const format =
    FORMATS.find(([, bytes]) => begins(bytes)) ?? ENDINGS.find(([, ending]) => ending.test(file));
  if (format)
    return invalidCheckpoint(file, 'other-format', 'is neither safetensors nor torch’s', {
      values: { format: format[0] },
    });
  if (fileMark(start)?.group === 'archive')
    return invalidCheckpoint(file, 'archive', 'has the first bytes of an archive');
  return undefined;
}

/** Endings of names of weight files that are recognised, but not read. */
export const OTHER_WEIGHTS =
  /\.(h5|hdf5|keras|npz|npy|msgpack|gguf|pdparams|distcp)$|\.ckpt(-\d+)?\.(index|data-\d{5}-of-\d{5})$/i;
