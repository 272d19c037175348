import { zipSync, type Zippable } from 'fflate';

/** Offsets of values are multiples of this in files of torch, bytes. */
const ALIGNMENT = 64;
/** Bytes of a local zip header without the name, and of the header of an extra field. */
const [LOCAL_BYTES, EXTRA_BYTES] = [30, 4];
/** The id that torch gives the extra field with which it fills up: "FB". */
const FILL_ID = 0x4246;

const ascii = new TextEncoder();
const bytesOf = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...ascii.encode(part)] : part)),
  );

const int32 = (value: number) => [0, 8, 16, 24].map((shift) => (value >> shift) & 255);
/** Opcodes of pickles: a whole number, a text, a tuple of whole numbers. */
const whole = (value: number) => [0x4a, ...int32(value)];
const text = (value: string) => [0x58, ...int32(value.length), ...ascii.encode(value)];
const wholes = (values: readonly number[]) => [0x28, ...values.flatMap(whole), 0x74];

/** The pickle (protocol 2) of one contiguous tensor of half floats whose values are in the entry `data/0`. */
function tensorPickle(shape: readonly number[]): Uint8Array {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const storage = [...text('0'), ...text('cpu'), ...whole(shape.reduce((a, b) => a * b, 1))];
  return bytesOf(
    [0x80, 2],
    'ctorch._utils\n_rebuild_tensor_v2\n(',
    // The storage, as a persistent id.
    ['('.charCodeAt(0), ...text('storage')],
    'ctorch\nHalfStorage\n',
    [...storage, ...ascii.encode('tQ')],
    // Offset, shape, strides, requires_grad, and no hooks.
    [...whole(0), ...wholes(shape), ...wholes(strides)],
    [0x89],
    'ccollections\nOrderedDict\n)RtR.',
  );
}

/**
 * A file as `torch.save(tensor)` writes it: a zip archive of uncompressed entries. `torch.load` reads it, also with
 * `weights_only`. The bytes depend only on the arguments.
 * @param name of the folder in the archive. torch takes the file's name without its ending
 * @param bits half floats (IEEE binary16) in the order of the shape, the last axis first
 */
export function torchTensorFile(
  name: string,
  { shape, bits }: { shape: readonly number[]; bits: Uint16Array },
): Uint8Array<ArrayBuffer> {
  const entries: readonly [string, Uint8Array][] = [
    ['data.pkl', tensorPickle(shape)],
    ['byteorder', bytesOf('little')],
    ['data/0', new Uint8Array(bits.buffer, bits.byteOffset, bits.byteLength)],
    ['version', bytesOf('3\n')],
  ];
  const files: Zippable = {};
  let at = 0;
  for (const [entry, bytes] of entries) {
    const path = `${name}/${entry}`;
    const headerEnd = at + LOCAL_BYTES + ascii.encode(path).length + EXTRA_BYTES;
    const fill = (ALIGNMENT - (headerEnd % ALIGNMENT)) % ALIGNMENT;
    files[path] = [bytes, { extra: { [FILL_ID]: new Uint8Array(fill) } }];
    at = headerEnd + fill + bytes.length;
  }
  // The earliest date that a zip archive can have, in any time zone.
  return zipSync(files, { level: 0, mtime: new Date(1980, 0, 1) });
}
