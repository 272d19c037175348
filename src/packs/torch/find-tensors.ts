import { invalidCheckpoint, quoted } from '../checkpoint-errors.ts';
import { isTrainingOnly, type SkippedEntry } from '../weight-names.ts';
import { TorchTensor, type PickleValue } from './values.ts';

/** The content of a torch file, by the names of its entries. */
interface FoundTensors {
  tensors: ReadonlyMap<string, TorchTensor>;
  skipped: SkippedEntry[];
  /** Plain values that the file contains in addition to the model (epoch, step, notes), as text. */
  metadata: Record<string, string>;
}

/** Keys under which training scripts save the model, in the order in which they are tried. */
const MODEL_KEYS = [
  ...['model', 'state_dict', 'model_state_dict', 'module', 'network', 'net', 'generator'],
  ...['weights', 'params', 'ema', 'model_ema', 'ema_state_dict', 'params_ema'],
];

/** The most levels of nested dicts. */
const MAX_DEPTH = 16;
/** The most dict entries that are visited. */
const MAX_NODES = 400_000;
const MAX_TENSORS = 100_000;
/** The most characters of a name. The text of a plain value is cut after as many. */
const MAX_NAME_LENGTH = 1_000;
/** The most plain values that are kept. */
const MAX_METADATA = 100;

type Dict = ReadonlyMap<PickleValue, PickleValue>;

/**
 * Finds the tensors, by name, in an object that was saved with `torch.save`. If the root has a dict under one of
 * `MODEL_KEYS`, only the tensors in that dict count. Otherwise all tensors in the root
 * do. Names of nested dicts are joined with `.`. If the object is a single tensor, its name is `tensor`.
 * @throws AppError `checkpoint-invalid` if the object contains no tensors, or if a limit is exceeded
 */
export function findTensors(root: PickleValue, file: string): FoundTensors {
  if (root instanceof TorchTensor)
    return { tensors: new Map([['tensor', root]]), skipped: [], metadata: {} };
  if (!(root instanceof Map))
    throw invalidCheckpoint(
      file,
      'contains no dict of tensors. Save it again with torch.save(model.state_dict(), file), not torch.save(model, file)',
    );

  const skipped: SkippedEntry[] = [];
  const metadata: [string, string][] = [];
  let model: Dict = root;
  for (const key of MODEL_KEYS) {
    const value = root.get(key);
    if (!(value instanceof Map)) continue;
    model = value;
    recordOthers(root, key, skipped, metadata);
    break;
  }
  const tensors = collect(model, file, skipped);
  if (tensors.size === 0) throw invalidCheckpoint(file, 'contains no named tensors');
  return { tensors, skipped, metadata: Object.fromEntries(metadata) };
}

/** Records the other entries of the root: plain values in `metadata`, all others except null in `skipped`. */
function recordOthers(
  root: Dict,
  modelKey: string,
  skipped: SkippedEntry[],
  metadata: [string, string][],
): void {
  for (const [key, value] of root) {
    const name = nameOf(key);
    if (name === null || name === modelKey) continue;
    if (['string', 'number', 'boolean', 'bigint'].includes(typeof value)) {
      if (metadata.length < MAX_METADATA)
        metadata.push([name, String(value).slice(0, MAX_NAME_LENGTH)]);
    } else if (value !== null)
      skipped.push({ name, reason: isTrainingOnly(name) ? 'training-only' : 'outside-model' });
  }
}

/** A dict's key as text, as part of a tensor's name. Null if the key is neither text nor a number. */
const nameOf = (key: PickleValue): string | null =>
  typeof key === 'string' || typeof key === 'number' ? String(key) : null;

/**
 * Collects all tensors below a dict, in the file's order. It uses no recursion. The number of visits is limited, because
 * one dict may be reached by many paths.
 */
function collect(model: Dict, file: string, skipped: SkippedEntry[]): Map<string, TorchTensor> {
  const tensors = new Map<string, TorchTensor>();
  const unfinished = [{ prefix: '', items: model.entries() }];
  let nodes = 0;
  for (let level = unfinished.at(-1); level; level = unfinished.at(-1)) {
    const next = level.items.next();
    if (next.done) {
      unfinished.pop();
      continue;
    }
    if (++nodes > MAX_NODES) throw invalidCheckpoint(file, 'contains too many values');
    const [key, value] = next.value;
    const ownName = nameOf(key);
    if (ownName === null) continue;
    const name = level.prefix + ownName;
    if (name.length > MAX_NAME_LENGTH)
      throw invalidCheckpoint(file, `contains a name of ${name.length} characters`);
    if (isTrainingOnly(name)) skipped.push({ name, reason: 'training-only' });
    else if (value instanceof TorchTensor) {
      if (tensors.has(name))
        throw invalidCheckpoint(file, `contains two tensors with the name ${quoted(name)}`);
      tensors.set(name, value);
      if (tensors.size > MAX_TENSORS)
        throw invalidCheckpoint(file, `contains more than ${MAX_TENSORS} tensors`);
    } else if (value instanceof Map) {
      if (unfinished.length >= MAX_DEPTH)
        throw invalidCheckpoint(file, `contains dicts that are nested more than ${MAX_DEPTH} deep`);
      unfinished.push({ prefix: `${name}.`, items: value.entries() });
    } else skipped.push({ name, reason: 'not-a-tensor' });
  }
  return tensors;
}
