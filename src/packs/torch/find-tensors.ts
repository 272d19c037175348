import { invalidCheckpoint, quoted } from '../checkpoint-errors.ts';
import { isTrainingOnly, type SkippedEntry } from '../weight-names.ts';
import { TorchTensor, type PickleValue } from './values.ts';

export interface FoundTensors {
  tensors: ReadonlyMap<string, TorchTensor>;
  skipped: SkippedEntry[];
  /** Plain values beside the model: epoch, step, notes. */
  metadata: Record<string, string>;
}

/** Where training scripts keep the model, in the order they are tried. */
const MODEL_KEYS = ['model', 'state_dict', 'model_state_dict', 'module'];

const MAX_DEPTH = 16;
const MAX_NODES = 400_000;
const MAX_TENSORS = 100_000;
const MAX_NAME_LENGTH = 1_000;
const MAX_NOTES = 100;

type Dict = ReadonlyMap<PickleValue, PickleValue>;

/**
 * The tensors of what `torch.save` was given, by name: those of the dict under `model` (or `state_dict`,
 * `model_state_dict`, `module`), else of the root itself. Nested dicts join their names by `.`; a bare tensor is called `tensor`.
 */
export function findTensors(root: PickleValue, file: string): FoundTensors {
  if (root instanceof TorchTensor)
    return { tensors: new Map([['tensor', root]]), skipped: [], metadata: {} };
  if (!(root instanceof Map))
    throw invalidCheckpoint(
      file,
      'holds no dict of tensors; save model.state_dict(), not the model itself',
    );

  const skipped: SkippedEntry[] = [];
  const notes: [string, string][] = [];
  let model: Dict = root;
  for (const key of MODEL_KEYS) {
    const value = root.get(key);
    if (!(value instanceof Map)) continue;
    model = value;
    noteTheRest(root, key, skipped, notes);
    break;
  }
  const tensors = walk(model, file, skipped);
  if (tensors.size === 0) throw invalidCheckpoint(file, 'holds no tensors that have names');
  return { tensors, skipped, metadata: Object.fromEntries(notes) };
}

function noteTheRest(
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

/** A dict's key as part of a name; null where it can be none. */
const nameOf = (key: PickleValue): string | null =>
  typeof key === 'string' || typeof key === 'number' ? String(key) : null;

/** All tensors below a dict, in the file's order, without recursion. One dict may be reached many times. */
function walk(model: Dict, file: string, skipped: SkippedEntry[]): Map<string, TorchTensor> {
  const tensors = new Map<string, TorchTensor>();
  const open = [{ prefix: '', items: model.entries() }];
  let nodes = 0;
  for (let level = open.at(-1); level; level = open.at(-1)) {
    const next = level.items.next();
    if (next.done) {
      open.pop();
      continue;
    }
    if (++nodes > MAX_NODES) throw invalidCheckpoint(file, 'holds too many values');
    const [key, value] = next.value;
    const part = nameOf(key);
    if (part === null) continue;
    const name = level.prefix + part;
    if (name.length > MAX_NAME_LENGTH)
      throw invalidCheckpoint(file, `has a name of ${name.length} letters`);
    if (isTrainingOnly(name)) skipped.push({ name, reason: 'training-only' });
    else if (value instanceof TorchTensor) {
      if (tensors.has(name))
        throw invalidCheckpoint(file, `two tensors are called ${quoted(name)}`);
      tensors.set(name, value);
      if (tensors.size > MAX_TENSORS)
        throw invalidCheckpoint(file, `holds more than ${MAX_TENSORS} tensors`);
    } else if (value instanceof Map) {
      if (open.length >= MAX_DEPTH) throw invalidCheckpoint(file, 'nests its tensors too deep');
      open.push({ prefix: `${name}.`, items: value.entries() });
    } else skipped.push({ name, reason: 'not-a-tensor' });
  }
  return tensors;
}
