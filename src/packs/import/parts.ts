import type { ConfigNote, Family } from '../../families/family.ts';
import type { Checkpoint } from '../../families/family.ts';
import type { WeightEntry, WeightIndex } from '../../graphs/weights.ts';

/** A file to be imported. */
export interface ImportFile {
  /** Path inside the dropped folder, or as it was typed. Separated by `/`. */
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

/** Folder of a path, with a slash at the end. Empty for a path without a folder. */
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** Name of a path without its folder. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** One index with the tensors of several files. `path` is its file name in errors. */
export function wholeIndex(path: string, sources: readonly WeightSource[]): WeightIndex {
  const tensors = new Map<string, WeightEntry>();
  for (const { index } of sources)
    for (const [name, entry] of index.tensors) tensors.set(name, entry);
  return { file: path, tensors };
}
