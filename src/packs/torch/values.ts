import { PickleObject } from '../../core/pickle/values.ts';

/** A block of elements, which is stored in the archive's entry `data/<key>`. */
export class TorchStorage extends PickleObject {
  readonly key: string;
  readonly dtype: string;
  readonly itemBytes: number;
  /** Number of elements. */
  readonly length: number;
  constructor(key: string, { dtype, itemBytes }: StorageType, length: number) {
    super();
    this.key = key;
    this.dtype = dtype;
    this.itemBytes = itemBytes;
    this.length = length;
  }
}

/** A view of a storage. Offset and strides are in elements. */
export interface TensorView {
  storage: TorchStorage;
  /** Name of the type in safetensors. For types that safetensors does not have, the name in torch. */
  dtype: string;
  offset: number;
  shape: readonly number[];
  strides: readonly number[];
  /** True if the tensor's values are the negatives of the stored ones (torch's lazy `neg` bit). */
  negated: boolean;
}

/** A tensor. The values stay in the file. */
export class TorchTensor extends PickleObject {
  readonly view: TensorView;
  constructor(view: TensorView) {
    super();
    this.view = view;
  }
}

/** Element type of a storage. */
interface StorageType {
  dtype: string;
  itemBytes: number;
}

const type = (dtype: string, itemBytes: number): StorageType => ({ dtype, itemBytes });

/** torch's storage classes and their element types. Types have the names of safetensors if safetensors has the type. */
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
