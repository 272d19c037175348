import type { ConfigNote, Family } from '../../families/family.ts';
import type { Checkpoint } from '../../families/family.ts';
import type { WeightEntry, WeightIndex } from '../../graphs/weights.ts';

/** A file to be imported. */
export interface ImportFile {
  /** Path inside the dropped folder, or the path that was typed. The separator is `/`. */
  path: string;
  blob: Blob;
}

/** A checkpoint whose family was recognised. */
export interface RecognisedCheckpoint extends Checkpoint {
  family: Family;
  /** One file, or all shards of the network. */
  sources: readonly WeightSource[];
}

/** One weight file: the index of its tensors, and its bytes. */
export interface WeightSource {
  index: WeightIndex;
  blob: Blob;
}

/** A note for the user about one file. Each code has a sentence in every language. */
export interface ImportNote {
  code:
    | ConfigNote
    | 'not-needed'
    | 'not-used'
    | 'unknown'
    | 'damaged'
    | 'scheduler-assumed'
    | 'tensors-unused'
    | 'views-only';
  path: string;
  /** Why a file is damaged, or which tensors are not used. */
  reason?: string;
}

/** The folder of a path, with a slash at the end. Empty if the path has no folder. */
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** The file name of a path, without the folder. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether a JSON value is an object. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One index with the tensors of several files. Errors name `path` as the file. */
export function wholeIndex(path: string, sources: readonly WeightSource[]): WeightIndex {
  const tensors = new Map<string, WeightEntry>();
  for (const { index } of sources)
    for (const [name, entry] of index.tensors) tensors.set(name, entry);
  return { file: path, tensors };
}
