import { invalidCheckpoint, quoted } from '../checkpoint-errors.ts';
import { isTrainingOnly, type SkippedEntry } from '../weight-names.ts';
import { TorchTensor, type PickleValue } from './values.ts';

/** The content of a torch file by name. */
interface FoundTensors {
  tensors: ReadonlyMap<string, TorchTensor>;
  skipped: SkippedEntry[];
  /** Plain values that the file has beside the model (epoch, step, notes), as text. */
  metadata: Record<string, string>;
}

/** Keys under which training scripts save the model, in the order in which they are tried. */
const MODEL_KEYS = ['model', 'state_dict', 'model_state_dict', 'module'];

/** Levels of nested dicts. */
const MAX_DEPTH = 16;
/** Dict entries that are visited. */
const MAX_NODES = 400_000;
const MAX_TENSORS = 100_000;
/** Characters of a name, and of a plain value's text. */
const MAX_NAME_LENGTH = 1_000;
/** Plain values beside the model that are kept. */
const MAX_NOTES = 100;

type Dict = ReadonlyMap<PickleValue, PickleValue>;

/**
 * The tensors of the object that was saved with `torch.save`, by name. They are those of the dict under
 * `model` (or `state_dict`, `model_state_dict`, `module`), else those of the root. Names of nested dicts are
 * joined with `.`. If the object is a single tensor, its name is `tensor`.
 * @throws AppError `checkpoint-invalid` if there are no tensors, or a limit is exceeded
 */
export function findTensors(root: PickleValue, file: string): FoundTensors {
  if (root instanceof TorchTensor)
    return { tensors: new Map([['tensor', root]]), skipped: [], metadata: {} };
  if (!(root instanceof Map))
    throw invalidCheckpoint(
      file,
      'contains no dict of tensors; save model.state_dict(), not the model itself',
    );

  const skipped: SkippedEntry[] = [];
  const notes: [string, string][] = [];
  let model: Dict = root;
  for (const key of MODEL_KEYS) {
    const value = root.get(key);
    if (!(value instanceof Map)) continue;
    model = value;
    recordOthers(root, key, skipped, notes);
    break;
  }
  const tensors = collect(model, file, skipped);
  if (tensors.size === 0) throw invalidCheckpoint(file, 'contains no named tensors');
  return { tensors, skipped, metadata: Object.fromEntries(notes) };
}

/** Records the root's entries beside the model: plain values in `notes`, all others in `skipped`. */
function recordOthers(
  root: Dict,
  modelKey: string,
  skipped: SkippedEntry[],
  notes: [string, string][],
): void {
  for (const [key, value] of root) {
    const name = nameOf(key);
    if (name === null || name === modelKey) continue;
    if (['string', 'number', 'boolean', 'bigint'].includes(typeof value)) {
      if (notes.length < MAX_NOTES) notes.push([name, String(value).slice(0, MAX_NAME_LENGTH)]);
    } else if (value !== null)
      skipped.push({ name, reason: isTrainingOnly(name) ? 'training-only' : 'outside-model' });
  }
}

/** A dict's key as text, to be joined into a name; null if it is neither text nor a number. */
const nameOf = (key: PickleValue): string | null =>
  typeof key === 'string' || typeof key === 'number' ? String(key) : null;

/**
 * All tensors below a dict, in the file's order. No recursion, and a limit on the number of visits, because
 * one dict may be reachable on many paths.
 */
function collect(model: Dict, file: string, skipped: SkippedEntry[]): Map<string, TorchTensor> {
  const tensors = new Map<string, TorchTensor>();
  const open = [{ prefix: '', items: model.entries() }];
  let nodes = 0;
  for (let level = open.at(-1); level; level = open.at(-1)) {
    const next = level.items.next();
    if (next.done) {
      open.pop();
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
        throw invalidCheckpoint(file, `two tensors have the name ${quoted(name)}`);
      tensors.set(name, value);
      if (tensors.size > MAX_TENSORS)
        throw invalidCheckpoint(file, `contains more than ${MAX_TENSORS} tensors`);
    } else if (value instanceof Map) {
      if (open.length >= MAX_DEPTH) throw invalidCheckpoint(file, 'nests its tensors too deeply');
      open.push({ prefix: `${name}.`, items: value.entries() });
    } else skipped.push({ name, reason: 'not-a-tensor' });
  }
  return tensors;
}
