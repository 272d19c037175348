import { sameInAll } from '../../core/languages.ts';
import type { Found, ImportChoices, StoredType } from '../../worker/import-protocol.ts';
import type { ImportState } from './state.ts';

/** Length of the longest id that pack.json allows, in characters. */
const ID_LENGTH_MAX = 64;

/** The id for a name: lower-case words joined by `-`. If `taken` contains this id, a number is appended. */
export function packIdFor(name: string, taken: readonly string[]): string {
  const base =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, ID_LENGTH_MAX - 4)
      .replace(/^-+|-+$/g, '') || 'imported';
  let id = base;
  for (let n = 2; taken.includes(id); n++) id = `${base}-${n}`;
  return id;
}

const stem = (path: string) =>
  path
    .split('/')
    .at(-1)!
    .replace(/\.[^.]*$/, '');

/**
 * The name of the folder that contains all files. If the files are not in one folder: the name of the reconstructor's
 * file, or without a reconstructor that of the first part. `Imported` if no part was recognised.
 */
export function suggestedName({ files, found }: ImportState): string {
  const tops = new Set(files.map(({ path }) => path.split('/')[0]));
  const [top] = tops;
  if (tops.size === 1 && files.some(({ path }) => path.includes('/'))) return top;
  const parts = found?.parts.filter(({ path }) => path !== '') ?? [];
  const part = parts.find(({ role }) => role === 'reconstructor') ?? parts.at(0);
  return part ? stem(part.path) : 'Imported';
}

/** The name that the user typed, or the suggested one. */
export const nameOf = (state: ImportState): string => state.name.trim() || suggestedName(state);

/**
 * The id of the pack to be written. If an import of the same files was interrupted, the id of that import. An unfinished
 * import of other files keeps its id, so that its files stay.
 * @param taken ids of all packs
 */
export const idOf = (state: ImportState, taken: readonly string[]): string =>
  state.plan?.unfinishedId ??
  packIdFor(nameOf(state), [...taken, ...state.stored.map(({ id }) => id)]);

/** The user's choices, in the form in which the import worker takes them. */
export function choicesOf(state: ImportState, taken: readonly string[]): ImportChoices {
  const { type, rigs, allowMixedRigs } = state;
  const name = nameOf(state);
  return { id: idOf(state, taken), title: sameInAll(name), type, rigs, allowMixedRigs };
}

const TYPES: readonly StoredType[] = ['F16', 'F32', 'int8x2', 'int8'];

/** Bytes that WASM can address. Weights that a session converts pass through them (docs/graphs.md). */
const HEAP_BYTES = 2 ** 32;

/** Bytes per weight while f16 weights are converted for single precision: both copies. */
const CONVERTED_BYTES = 6;

/**
 * The types in which the weights can be stored. F16 is left out if the networks compute in single precision here, and
 * the converted weights would not fit.
 * @param half whether the backend computes in half precision
 */
export const offeredTypes = (
  { largestWeights }: Pick<Found, 'largestWeights'>,
  half: boolean,
): readonly StoredType[] =>
  half || CONVERTED_BYTES * largestWeights <= HEAP_BYTES
    ? TYPES
    : TYPES.filter((type) => type !== 'F16');

/** Whether the files are a complete model and the user has answered every question about cameras. */
export const canPlan = ({ found, rigs }: ImportState): boolean =>
  found !== null &&
  found.parts.length > 0 &&
  found.missing.length === 0 &&
  found.unstated.every(({ part }) => rigs[part] !== undefined);

export const isWriting = ({ phase }: ImportState): boolean =>
  phase === 'writing' || phase === 'stopping';

export const canImport = ({ phase, plan, accepted, allowMixedRigs }: ImportState): boolean =>
  (phase === 'choosing' || phase === 'cancelled') &&
  plan !== null &&
  accepted &&
  (plan.mismatch === null || allowMixedRigs);

export const isTooLarge = ({ plan }: ImportState): boolean =>
  plan !== null && plan.freeBytes !== null && plan.totalBytes - plan.doneBytes > plan.freeBytes;
