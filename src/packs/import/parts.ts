import type { AppError } from '../../core/errors.ts';
import type { ConfigNote, Family } from '../../families/family.ts';
import type { Checkpoint } from '../../families/family.ts';
import type { WeightIndex } from '../../graphs/weights.ts';

/** A file to be imported. */
export interface ImportFile {
  /** Path inside the dropped folder, or the path that was typed. The separator is `/`. */
  path: string;
  blob: Blob;
}

/** A checkpoint whose family was recognised. */
export interface RecognisedCheckpoint extends Checkpoint {
  family: Family;
  /** One file, or all shards of the network. Tensors have the names of `index`. */
  sources: readonly WeightSource[];
  /** The models among which this one was chosen, if the file contains several of the family. */
  choice?: ModelChoice;
  /** Names of tensors of the file that belong to no model. */
  others?: readonly string[];
  /** The errors for tensors in `index` whose values cannot be read, by name. */
  refusals?: ReadonlyMap<string, AppError>;
  /** Types of the network's tensors that are not in `index`, because numbers of these types are not read. */
  otherTypes?: ReadonlyMap<string, string>;
}

/** A choice among several models in one file, for example `model` and `ema`. */
export interface ModelChoice {
  /** The keys of all models of the family, in the order of the file. */
  keys: readonly string[];
  /** The key of the model that is imported. */
  key: string;
  /** Why: the user asked for it, its weights are averaged, or it is the first. */
  why: 'asked' | 'average' | 'first';
}

/** Which of several models in a file the user wants. */
export interface WantedModel {
  /** The model's key. */
  key: string;
  /** Path of the file. Absent: any file that has this key. */
  path?: string;
}

/** One weight file: the index of its tensors, and its bytes. */
export interface WeightSource {
  index: WeightIndex;
  blob: Blob;
}

/** A note for the user about one file. Each code has a sentence in every language. */
export type ImportNote = PlainNote | RefusalNote;

interface PlainNote {
  code:
    | ConfigNote
    | 'not-needed'
    | 'not-used'
    | 'unknown'
    | 'several-asked'
    | 'several-average'
    | 'several-first'
    | 'average-unusable'
    | 'scheduler-assumed'
    | 'tensors-unused'
    | 'views-only';
  path: string;
  /** Values of the sentence, beside the path. */
  values?: Readonly<Record<string, string>>;
  error?: undefined;
}

/** A file that cannot be read. Its sentence is that of the error, which is plain data: the page gets it from a worker. */
interface RefusalNote {
  code: 'refused';
  path: string;
  error: Pick<AppError, 'code' | 'fault' | 'values' | 'message'>;
}

/** The folder of a path, with a slash at the end. Empty if the path has no folder. */
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** The file name of a path, without the folder. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether a JSON value is an object. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
