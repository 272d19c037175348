import type { AppError } from '../../core/errors.ts';
import type { Family } from '../../families/family.ts';
import { someNames } from '../../core/quoted.ts';
import type { WeightEntry } from '../../graphs/weights.ts';
import { readCheckpoint, type CheckpointFile } from '../checkpoint/index.ts';
import { invalidCheckpoint } from '../checkpoint/errors.ts';
import { otherNumbers } from '../checkpoint/number-types.ts';
import { withoutCompiled } from '../checkpoint/weight-names.ts';
import { chooseModel, isAverage, type Candidate } from './choose-model.ts';
import { requireParts } from './complete.ts';
import { keysOf, modelsIn, type FoundModel } from './models.ts';
import type { ImportFile, ImportNote, RecognisedCheckpoint, WantedModel } from './parts.ts';
import { currentName } from './renamed.ts';

/** A weight file that was read. */
interface ReadFile extends CheckpointFile {
  blob: Blob;
}

/** What the weight files of one checkpoint contain. */
interface WeightFiles {
  parts: RecognisedCheckpoint[];
  notes: ImportNote[];
  /** The keys of the models in them. */
  keys: readonly string[];
}

/** What else is known about the import. */
interface Context {
  /** The config.json beside the files. */
  config?: Readonly<Record<string, unknown>>;
  /** The parsed JSON files. */
  json: readonly { path: string; value: unknown }[];
  /** The models that the user wants, of files with several. */
  wanted: readonly WantedModel[];
  /** Called with the path of a file before the file is read. */
  onFile: (path: string) => void;
}

/** Whether at least half of the names are those of LoRA's factors. */
const isLora = (names: readonly string[]): boolean =>
  2 * names.filter((name) => /(^|[._])lo(ra|kr|ha)(_|\.|$)/i.test(name)).length > names.length;

/**
 * Reads the files of one checkpoint (one file, or all its shards), and finds the networks in them.
 * @throws AppError `checkpoint-invalid`, `checkpoint-unsafe` for a file that cannot be read
 * @throws AppError `checkpoint-incomplete`, `checkpoint-unfit` if a shard or a listed tensor is missing
 */
export async function readWeightFiles(
  group: readonly ImportFile[],
  context: Context,
): Promise<WeightFiles> {
  const { path } = group[0];
  const files: ReadFile[] = [];
  for (const file of group) {
    context.onFile(file.path);
    files.push({ ...(await readCheckpoint(file.blob, file.path)), blob: file.blob });
  }
  const tensors = new Map<string, WeightEntry>();
  for (const { index } of files) for (const entry of index.tensors) tensors.set(...entry);
  const skipped = files.flatMap((file) => file.skipped);
  const { models, notNeeded } = modelsIn(path, tensors);
  if (models.length === 0 && notNeeded)
    return { parts: [], notes: [{ code: 'not-needed', path }], keys: [] };

  // Without one of its parts a network may be recognised as a smaller one, or not at all.
  const all = new Set([...tensors.keys(), ...skipped.map(({ name }) => name)]);
  const paths = group.map((file) => file.path);
  requireParts(paths, all, context.json);
  if (models.length > 0) return chosenModels(path, files, models, context);

  const names = [...tensors.keys()];
  if (isLora(names)) throw invalidCheckpoint(path, 'lora-only', `contains ${someNames(names)}`);
  const unreadable = otherNumbers({ file: path, tensors }, skipped);
  if (unreadable) throw unreadable;
  return {
    parts: [],
    notes: [{ code: 'unknown', path, values: { names: someNames(names) } }],
    keys: [],
  };
}

/** Chooses one model of each family, and notes what is left out. */
function chosenModels(
  path: string,
  files: readonly ReadFile[],
  models: readonly FoundModel[],
  { config, wanted }: Context,
): WeightFiles {
  const families = new Set(models.map(({ family }) => family));
  const result: WeightFiles = { parts: [], notes: [], keys: [] };
  const unusable = new Map<string, Set<string>>();
  for (const family of families) {
    const { keys, part, key, average } = chosenModel(path, files, models, family, wanted);
    // A config.json describes one network.
    result.parts.push(families.size === 1 && config ? { ...part, config } : part);
    if (average !== undefined) unusable.set(average, (unusable.get(average) ?? new Set()).add(key));
    result.keys = [...result.keys, ...keys];
  }
  for (const [average, used] of unusable) {
    const values = { average, key: [...used].join(', ') };
    result.notes.push({ code: 'average-unusable', path, values });
  }
  const taken = new Set(models.flatMap(({ names }) => [...names.values()]));
  const others = files.flatMap(({ index }) =>
    [...index.tensors.keys()].filter((name) => !taken.has(name)),
  );
  if (others.length > 0) result.parts[0] = { ...result.parts[0], others };
  return result;
}

function chosenModel(
  path: string,
  files: readonly ReadFile[],
  models: readonly FoundModel[],
  family: Family,
  wanted: readonly WantedModel[],
) {
  const own = models.filter((model) => model.family === family);
  const keys = keysOf(own.map(({ prefix }) => prefix));
  const candidates = own.map((model, i): Candidate => ({
    key: keys[i],
    part: partOf(path, files, model),
  }));
  const { part, key, why } = chooseModel(candidates, path, wanted);
  const average =
    why === 'first'
      ? (keys.find((each) => isAverage(each) && each !== key) ?? unusableAverage(files, models))
      : undefined;
  return {
    // A file that is one dict of weights has no keys.
    keys: own.length === 1 && own[0].prefix === '' ? [] : keys,
    key,
    /** The key of averaged weights that are not whole. */
    average,
    part: keys.length > 1 ? { ...part, choice: { keys, key, why } } : part,
  };
}

/** The part of the names of averaged weights that are no model, for example because they are a list without names. */
function unusableAverage(
  files: readonly ReadFile[],
  models: readonly FoundModel[],
): string | undefined {
  const taken = new Set(models.flatMap(({ names }) => [...names.values()]));
  const counts = new Map<string, number>();
  const count = (name: string, tensors: number) => {
    const part = name.split('.').find(isAverage);
    if (part !== undefined) counts.set(part, (counts.get(part) ?? 0) + tensors);
  };
  for (const { index, skipped } of files) {
    for (const name of index.tensors.keys()) if (!taken.has(name)) count(name, 1);
    for (const { name, reason } of skipped) count(name, reason === 'nameless' ? Infinity : 1);
  }
  const isFound = (part: string) => models.some(({ prefix }) => prefix.split('.').includes(part));
  // One tensor alone is a number, for example `ema_decay`.
  return [...counts].find(([part, tensors]) => tensors > 1 && !isFound(part))?.[0];
}

/** One model of the files, with the names of its network. */
function partOf(path: string, files: readonly ReadFile[], model: FoundModel): RecognisedCheckpoint {
  const { family, prefix, names } = model;
  const own = new Map([...names].map(([name, whole]) => [whole, currentName(name)]));
  const tensors = new Map<string, WeightEntry>();
  const refusals = new Map<string, AppError>();
  const otherTypes = new Map<string, string>();
  const sources = files.map(({ index, blob, ...file }) => {
    const some = new Map<string, WeightEntry>();
    for (const [whole, entry] of index.tensors) {
      const name = own.get(whole);
      if (name === undefined) continue;
      some.set(name, entry);
      tensors.set(name, entry);
      const refusal = file.refusals.get(whole);
      if (refusal) refusals.set(name, refusal);
    }
    for (const { name: whole, dtype } of file.skipped) {
      const name = withoutCompiled(whole);
      const start = prefix === '' ? '' : `${prefix}.`;
      if (dtype !== undefined && name.startsWith(start))
        otherTypes.set(currentName(name.slice(start.length)), dtype);
    }
    return { blob, index: { ...index, tensors: some } };
  });
  return { family, path, index: { file: path, tensors }, sources, refusals, otherTypes };
}
