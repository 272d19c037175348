import { named, quoted } from '../../core/quoted.ts';
import { damagedCheckpoint, invalidCheckpoint } from '../checkpoint/errors.ts';
import { OpaqueObject, PickleGlobal, type PickleValue } from '../../core/pickle/values.ts';
import { STORAGE_TYPES, TorchStorage, TorchTensor } from './values.ts';

const isCount = (value: PickleValue | undefined): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const isCounts = (value: PickleValue | undefined): value is number[] =>
  Array.isArray(value) && value.length <= 16 && value.every(isCount);

/**
 * The functions that make tensors. `dtype` is the index of the argument for the dtype, `bits` that of the argument for
 * the tensor's lazy bits. A function without one of these arguments has no index for it.
 */
const TENSOR_FUNCTIONS: ReadonlyMap<string, { dtype?: number; bits?: number }> = new Map([
  ['torch._utils._rebuild_tensor', {}],
  ['torch._utils._rebuild_tensor_v2', { bits: 6 }],
  ['torch._utils._rebuild_tensor_v3', { dtype: 6, bits: 7 }],
]);

const PARAMETER_FUNCTIONS = new Set([
  'torch._utils._rebuild_parameter',
  'torch._utils._rebuild_parameter_with_state',
]);

/** Makes a tensor from the arguments `(storage, offset, size, stride, …)` of a tensor function. */
function rebuildTensor(path: string, args: readonly PickleValue[], file: string): TorchTensor {
  const [storage, offset, shape, strides] = args;
  if (
    !(storage instanceof TorchStorage) ||
    !isCount(offset) ||
    !isCounts(shape) ||
    !isCounts(strides) ||
    shape.length !== strides.length
  )
    throw damagedCheckpoint(file, 'contains a tensor with bad numbers');
  const indices = TENSOR_FUNCTIONS.get(path);
  const dtype = indices?.dtype === undefined ? undefined : args[indices.dtype];
  const bits = indices?.bits === undefined ? undefined : args[indices.bits];
  return new TorchTensor({
    storage,
    dtype: dtype instanceof PickleGlobal ? dtype.path.replace(/^torch\./, '') : storage.dtype,
    offset,
    shape,
    strides,
    negated: bits instanceof Map && bits.get('neg') === true,
  });
}

/**
 * The result of a call of the class or function with this name. Tensors, dicts and sequences are built. For all other
 * names the result is an inert placeholder. The caller has checked that the name is harmless.
 */
export function construct(
  { path }: PickleGlobal,
  args: readonly PickleValue[],
  file: string,
): PickleValue {
  if (TENSOR_FUNCTIONS.has(path)) return rebuildTensor(path, args, file);
  if (PARAMETER_FUNCTIONS.has(path)) return args[0] ?? null;
  switch (path) {
    case 'torch._tensor._rebuild_from_type_v2': {
      const [inner, , innerArgs] = args;
      const isTensor = inner instanceof PickleGlobal && Array.isArray(innerArgs);
      if (isTensor && TENSOR_FUNCTIONS.has(inner.path))
        return rebuildTensor(inner.path, innerArgs, file);
      if (isTensor && PARAMETER_FUNCTIONS.has(inner.path)) return innerArgs[0] ?? null;
      break;
    }
    case 'collections.OrderedDict':
    case 'collections.defaultdict':
    case 'collections.Counter':
    case 'builtins.dict':
    case '__builtin__.dict': {
      // Not copied, because a file could request millions of copies of one large dict.
      const content = args.at(-1);
      return content instanceof Map ? content : new Map();
    }
    case 'torch.Size':
    case 'builtins.list':
    case 'builtins.tuple':
    case 'builtins.set':
    case 'builtins.frozenset':
    case '__builtin__.set':
    case '__builtin__.frozenset':
      return Array.isArray(args[0]) ? args[0] : [];
  }
  return new OpaqueObject(path);
}

/**
 * Finds or makes the storage of a persistent id `('storage', class, key, device, elements)`. Ids with the same key give
 * the same storage.
 * @param storages the storages so far, by key; a new storage is added
 * @throws AppError `checkpoint-invalid`
 */
export function resolveStorage(
  id: PickleValue,
  storages: Map<string, TorchStorage>,
  file: string,
): TorchStorage {
  const [kind, storageClass, key, , length] = Array.isArray(id) ? id : [];
  if (
    kind !== 'storage' ||
    !(storageClass instanceof PickleGlobal) ||
    typeof key !== 'string' ||
    key.length > 100 ||
    !isCount(length)
  )
    throw damagedCheckpoint(file, 'contains a storage that torch would not write');
  const type = STORAGE_TYPES.get(
    storageClass.path.replace(/^torch\.(cuda\.|storage\.)?(?=\w+$)/, ''),
  );
  if (!type)
    throw invalidCheckpoint(
      file,
      'number-types',
      `has a storage of unknown type ${quoted(storageClass.path)}`,
      { values: { types: named(storageClass.path) } },
    );
  const first = storages.get(key);
  if (!first) {
    const storage = new TorchStorage(key, type, length);
    storages.set(key, storage);
    return storage;
  }
  if (first.dtype !== type.dtype || first.length !== length)
    throw damagedCheckpoint(file, `describes storage ${quoted(key)} in two ways`);
  return first;
}
