import type { Fault } from '../../core/faults.ts';
import { OpaqueObject, type PickleValue } from '../../core/pickle/values.ts';
import { quoted } from '../../core/quoted.ts';
import { damagedCheckpoint, invalidCheckpoint } from '../checkpoint/errors.ts';
import { isTrainingOnly, type SkippedEntry } from '../checkpoint/weight-names.ts';
import { TorchTensor } from './values.ts';

/** The tensors of a torch file, by the names of its entries. */
interface FoundTensors {
  tensors: ReadonlyMap<string, TorchTensor>;
  skipped: SkippedEntry[];
}

/** The most levels of nested dicts. */
const MAX_DEPTH = 16;
/** The most dict entries that are visited. */
const MAX_NODES = 400_000;
const MAX_TENSORS = 100_000;
/** The most characters of a name. */
const MAX_NAME_LENGTH = 1_000;

/**
 * What a file without named tensors contains instead, and an example. If a file contains several, the first of this list
 * says most.
 */
const CONTENTS = ['whole-module', 'numpy', 'nameless', 'optimizer-only'] as const;
type Contents = Map<Fault, string>;

/** What makes NumPy's arrays. Its scalars are no arrays: trainings keep a loss or a score so. */
const NUMPY_ARRAY = /^numpy\..*(_reconstruct|_frombuffer|ndarray)$/;

const isNameless = (value: PickleValue): value is PickleValue[] =>
  Array.isArray(value) && value[0] instanceof TorchTensor;

/** Notes what a value is that is no tensor and no dict. @param where the value's name, for the details */
function noteContent(contents: Contents, value: PickleValue, where: string): void {
  const note = (fault: Fault, what: string) =>
    void (contents.has(fault) || contents.set(fault, `${where} is ${what}`));
  if (isNameless(value)) note('nameless', 'a list of tensors');
  if (!(value instanceof OpaqueObject)) return;
  if (/^torch\.nn\./.test(value.type)) note('whole-module', `a ${value.type}`);
  if (NUMPY_ARRAY.test(value.type)) note('numpy', `a ${value.type}`);
}

/**
 * Finds all tensors, by name, in an object that was saved with `torch.save`. Names of nested dicts are joined with `.`.
 * If the object is a single tensor, its name is `tensor`. Which of the tensors are a model is not decided here.
 * @throws AppError `checkpoint-invalid` if the object contains no named tensors, or if a limit is exceeded
 */
export function findTensors(root: PickleValue, file: string): FoundTensors {
  if (root instanceof TorchTensor) return { tensors: new Map([['tensor', root]]), skipped: [] };
  const contents: Contents = new Map();
  noteContent(contents, root, 'its content');
  const skipped: SkippedEntry[] = [];
  const tensors: ReadonlyMap<string, TorchTensor> =
    root instanceof Map ? collect(root, file, skipped, contents) : new Map();
  if (tensors.size > 0) return { tensors, skipped };
  const training = skipped.find(({ reason }) => reason === 'training-only');
  if (training)
    contents.set('optimizer-only', `contains only ${quoted(training.name)} and the like`);
  const fault = CONTENTS.find((each) => contents.has(each));
  throw invalidCheckpoint(
    file,
    fault ?? 'no-weights',
    (fault && contents.get(fault)) ?? 'contains no tensors',
  );
}

/** A dict's key as text, as part of a tensor's name. Null if the key is neither text nor a number. */
const nameOf = (key: PickleValue): string | null =>
  typeof key === 'string' || typeof key === 'number' ? String(key) : null;

/**
 * Collects all tensors below a dict, in the file's order. It uses no recursion. The number of visits is limited, because
 * one dict may be reached by many paths.
 */
function collect(
  root: ReadonlyMap<PickleValue, PickleValue>,
  file: string,
  skipped: SkippedEntry[],
  contents: Contents,
): Map<string, TorchTensor> {
  const tooMuch = (why: string) => invalidCheckpoint(file, 'limits', why);
  const tensors = new Map<string, TorchTensor>();
  const unfinished = [{ prefix: '', items: root.entries() }];
  let nodes = 0;
  for (let level = unfinished.at(-1); level; level = unfinished.at(-1)) {
    const next = level.items.next();
    if (next.done) {
      unfinished.pop();
      continue;
    }
    if (++nodes > MAX_NODES) throw tooMuch('contains too many values');
    const [key, value] = next.value;
    const ownName = nameOf(key);
    if (ownName === null) continue;
    const name = level.prefix + ownName;
    if (name.length > MAX_NAME_LENGTH)
      throw tooMuch(`contains a name of ${name.length} characters`);
    if (isTrainingOnly(name)) skipped.push({ name, reason: 'training-only' });
    else if (value instanceof TorchTensor) {
      if (tensors.has(name))
        throw damagedCheckpoint(file, `contains two tensors with the name ${quoted(name)}`);
      tensors.set(name, value);
      if (tensors.size > MAX_TENSORS) throw tooMuch(`contains more than ${MAX_TENSORS} tensors`);
    } else if (value instanceof Map) {
      if (unfinished.length >= MAX_DEPTH)
        throw tooMuch(`contains dicts that are nested more than ${MAX_DEPTH} deep`);
      unfinished.push({ prefix: `${name}.`, items: value.entries() });
    } else {
      noteContent(contents, value, quoted(name));
      if (isNameless(value)) skipped.push({ name, reason: 'nameless' });
    }
  }
  return tensors;
}
