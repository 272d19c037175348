/** What a pickle can hold here. Tuples, lists and sets are arrays; nothing in it can act. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleValue[]
  | Map<PickleValue, PickleValue>
  | PickleGlobal
  | OpaqueObject
  | TorchStorage
  | TorchTensor;

/** A class or function by name, `torch.FloatStorage`. Only a name: nothing is looked up or called. */
export class PickleGlobal {
  readonly path: string;
  constructor(module: string, name: string) {
    this.path = `${module}.${name}`;
  }
}

/** An object of a harmless class (`argparse.Namespace`); its content is dropped. */
export class OpaqueObject {
  readonly type: string;
  constructor(type: string) {
    this.type = type;
  }
}

/** A block of elements in the archive, `data/<key>`. */
export class TorchStorage {
  readonly key: string;
  readonly dtype: string;
  readonly itemBytes: number;
  /** Elements. */
  readonly length: number;
  constructor(key: string, { dtype, itemBytes }: StorageType, length: number) {
    this.key = key;
    this.dtype = dtype;
    this.itemBytes = itemBytes;
    this.length = length;
  }
}

/** A view of a storage; offset and strides count elements. */
export interface TensorView {
  storage: TorchStorage;
  /** In safetensors' spelling, else torch's own. */
  dtype: string;
  offset: number;
  shape: readonly number[];
  strides: readonly number[];
  /** The stored values are the negatives of the tensor's (torch's lazy `neg` bit). */
  negated: boolean;
}

export class TorchTensor {
  readonly view: TensorView;
  constructor(view: TensorView) {
    this.view = view;
  }
}

export interface StorageType {
  dtype: string;
  itemBytes: number;
}

const type = (dtype: string, itemBytes: number): StorageType => ({ dtype, itemBytes });

/** Storage classes of torch, with safetensors' names where it has one. */
export const STORAGE_TYPES: ReadonlyMap<string, StorageType> = new Map([
  ['FloatStorage', type('F32', 4)],
  ['HalfStorage', type('F16', 2)],
  ['BFloat16Storage', type('BF16', 2)],
  ['DoubleStorage', type('F64', 8)],
  ['LongStorage', type('I64', 8)],
  ['IntStorage', type('I32', 4)],
  ['ShortStorage', type('I16', 2)],
  ['CharStorage', type('I8', 1)],
  ['ByteStorage', type('U8', 1)],
  ['BoolStorage', type('BOOL', 1)],
  ['ComplexFloatStorage', type('complex64', 8)],
  ['ComplexDoubleStorage', type('complex128', 16)],
  ['QInt8Storage', type('qint8', 1)],
  ['QUInt8Storage', type('quint8', 1)],
  ['QInt32Storage', type('qint32', 4)],
  ['UntypedStorage', type('bytes', 1)],
]);
