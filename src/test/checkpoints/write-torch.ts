import { latin1 } from '../ply/files.ts';
import { concat, fields, zipFile, type ZipPart } from '../zip-file.ts';

/** A tensor to save. Its storage has just its numbers, unless `strides` say otherwise. */
export class SavedTensor {
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
  /** torch's storage class. Default `FloatStorage`. */
  readonly storage: string;
  readonly strides?: readonly number[];
  /** True for a tensor with torch's lazy bit `neg`. */
  readonly negated: boolean;
  /** The dtype of a type without a storage class, for example `float8_e4m3fn`. */
  readonly dtype?: string;

  constructor(
    shape: readonly number[],
    bytes: ArrayBufferView,
    more: { storage?: string; strides?: readonly number[]; negated?: boolean; dtype?: string } = {},
  ) {
    this.shape = shape;
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.storage = more.storage ?? 'FloatStorage';
    this.strides = more.strides;
    this.negated = more.negated ?? false;
    this.dtype = more.dtype;
  }
}

/** An object of a class, without content. */
export class SavedObject {
  readonly module: string;
  readonly name: string;
  constructor(module: string, name: string) {
    this.module = module;
    this.name = name;
  }
}

/** A value that Python can pickle. */
export type Saved =
  | string
  | number
  | boolean
  | null
  | SavedTensor
  | SavedObject
  | readonly Saved[]
  | { readonly [key: string]: Saved };

/** Bytes of one element of each storage class. */
const ITEM_BYTES: Record<string, number> = { DoubleStorage: 8, LongStorage: 8, FloatStorage: 4 };

const isTensor = (value: Saved): value is SavedTensor => value instanceof SavedTensor;

/** Pickles values of protocol 2, as torch.save does. The storages are collected. */
class Pickler {
  readonly storages: Uint8Array[] = [];
  /** The storage of each tensor. A tensor under two names has one. */
  readonly #keys = new Map<SavedTensor, string>();

  value(value: Saved): Uint8Array {
    if (value === null) return latin1('N');
    if (typeof value === 'boolean') return latin1(value ? '\x88' : '\x89');
    if (typeof value === 'number') return fields([1, 0x4a], [4, value]);
    if (typeof value === 'string') {
      const utf8 = new TextEncoder().encode(value);
      return concat([fields([1, 0x58], [4, utf8.length]), utf8]);
    }
    if (isTensor(value)) return this.#tensor(value);
    if (value instanceof SavedObject) return latin1(`c${value.module}\n${value.name}\n)R`);
    if (Array.isArray(value)) return this.#all('](', value as readonly Saved[], 'e');
    return this.#all('}(', Object.entries(value as Record<string, Saved>).flat(), 'u');
  }

  #all(start: string, values: readonly Saved[], end: string): Uint8Array {
    return concat([latin1(start), ...values.map((each) => this.value(each)), latin1(end)]);
  }

  #tensor(tensor: SavedTensor): Uint8Array {
    const { shape, bytes, storage, strides, negated, dtype } = tensor;
    const key = this.#keys.get(tensor) ?? String(this.storages.push(bytes) - 1);
    this.#keys.set(tensor, key);
    const count = bytes.length / (ITEM_BYTES[storage] ?? (/Half|BFloat/.test(storage) ? 2 : 1));
    const contiguous = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
    const module = storage === 'UntypedStorage' ? 'torch.storage' : 'torch';
    const id = concat([
      latin1('('),
      this.value('storage'),
      latin1(`c${module}\n${storage}\n`),
      ...[key, 'cpu', count].map((each) => this.value(each)),
      latin1('tQ'),
    ]);
    const last = dtype
      ? latin1(`ctorch\n${dtype}\n`)
      : negated
        ? this.value({ neg: true })
        : new Uint8Array();
    return concat([
      latin1(`ctorch._utils\n_rebuild_tensor_${dtype ? 'v3' : 'v2'}\n(`),
      id,
      this.value(0),
      this.#all('(', shape, 't'),
      this.#all('(', strides ?? contiguous, 't'),
      latin1('\x89ccollections\nOrderedDict\n)R'),
      last,
      latin1('tR'),
    ]);
  }
}

/** The parts of a file that torch.save writes. */
export function torchParts(root: Saved, folder = 'archive'): ZipPart[] {
  const pickler = new Pickler();
  const pickle = concat([latin1('\x80\x02'), pickler.value(root), latin1('.')]);
  return [
    { name: `${folder}/data.pkl`, data: pickle },
    { name: `${folder}/byteorder`, data: latin1('little') },
    ...pickler.storages.map((data, i) => ({ name: `${folder}/data/${i}`, data })),
  ];
}

/** The bytes of a file that torch.save writes. */
export const torchFile = (root: Saved): Uint8Array<ArrayBuffer> => zipFile(torchParts(root));
