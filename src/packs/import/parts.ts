import type { ConfigNote, Family } from '../../families/family.ts';
import type { Checkpoint } from '../../families/family.ts';
import type { WeightEntry, WeightIndex } from '../../graphs/weights.ts';

/** A file that was dropped or named, with its path inside what was dropped. */
export interface ImportFile {
  /** Separated by `/`. */
  path: string;
  blob: Blob;
}

/** The weights of one network, in one file or several. */
export interface WeightPart extends Checkpoint {
  family: Family;
  sources: readonly WeightSource[];
}

/** The tensors of one file, and the bytes they point into. */
export interface WeightSource {
  index: WeightIndex;
  blob: Blob;
}

/** Something the user should know about how files were read; each has a sentence in every language. */
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

/** Folder of a path, with its slash; empty for a bare name. */
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** Name of a path without its folder. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** All tensors of several files as one index, under one path. */
export function wholeIndex(path: string, sources: readonly WeightSource[]): WeightIndex {
  const tensors = new Map<string, WeightEntry>();
  for (const { index } of sources)
    for (const [name, entry] of index.tensors) tensors.set(name, entry);
  return { file: path, tensors };
}
