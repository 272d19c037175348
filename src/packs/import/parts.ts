import type { WeightEntry, WeightIndex } from '../../graphs/weights.ts';

/** A file that was dropped or named, with its path inside what was dropped. */
export interface ImportFile {
  /** Separated by `/`. */
  path: string;
  blob: Blob;
}

/** What a checkpoint can be to a pack. */
export type PartKind = 'unet' | 'vae' | 'imageEncoder' | 'gslrm' | 'lgm' | 'viewEmbeds';

/** Weights that are one network (or the view embeddings), in one file or several. */
export interface WeightPart {
  kind: PartKind;
  /** Path of its first file, as the user knows it. */
  path: string;
  sources: readonly WeightSource[];
  /** The `config.json` beside it, if there is one. */
  config?: Readonly<Record<string, unknown>>;
}

/** The tensors of one file, and the bytes they point into. */
export interface WeightSource {
  index: WeightIndex;
  blob: Blob;
}

/** Something the user should know about how files were read; each has a sentence in every language. */
export interface ImportNote {
  code:
    | 'not-needed'
    | 'not-used'
    | 'unknown'
    | 'damaged'
    | 'config-assumed'
    | 'scheduler-assumed'
    | 'plain-attention'
    | 'tensors-unused'
    | 'views-only';
  path: string;
  /** What is wrong with a damaged file, or which tensors are not used, for whoever wants to know. */
  reason?: string;
}

/** Folder of a path, with its slash; empty for a bare name. */
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** Name of a path without its folder. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** All tensors of a part as one index, under its path. */
export function wholeIndex({ path, sources }: Pick<WeightPart, 'path' | 'sources'>): WeightIndex {
  const tensors = new Map<string, WeightEntry>();
  for (const { index } of sources)
    for (const [name, entry] of index.tensors) tensors.set(name, entry);
  return { file: path, tensors };
}
