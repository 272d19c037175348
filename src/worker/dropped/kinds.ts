import type { ImportFile } from '../import-protocol.ts';

/** What a file is that a person gives to the page. The page has a label and a sentence for each kind. */
export const FILE_KINDS = [
  /** A picture in a format that the pipeline knows. The browser may still be unable to read it, for example HEIC. */
  'photo',
  /** A checkpoint or a part of one, by its content. */
  'weights',
  /** A file that is named like weights, but does not begin so. The import says what is wrong with it. */
  'named-weights',
  /** JSON that belongs to weights: a config, or a list of shards. */
  'config',
  'cameras',
  /** run.json of an earlier run. */
  'run',
  /** Another result of an earlier run that is JSON: pose.json. */
  'result',
  'splat',
  /** A point cloud or a mesh. */
  'mesh',
  'video',
  'archive',
  /** A pickle of Python that torch has not written. */
  'pickle',
  /** A picture in a format that the pipeline does not know. */
  'picture',
  'document',
  /** Numbers of NumPy, MATLAB or HDF5. */
  'arrays',
  'json',
  'text',
  /** A web page that was saved in place of a file. */
  'web-page',
  /** A pointer of Git LFS in place of a file. */
  'pointer',
  'empty',
  'unreadable',
  'unknown',
] as const;

export type FileKind = (typeof FILE_KINDS)[number];

/** A file that was dropped, pasted or chosen. `blob` is null if the browser could not open it. */
export interface ListedFile {
  /** Path inside the dropped folder. The separator is `/`. */
  path: string;
  blob: Blob | null;
}

/** A file with its kind. `blob` is empty if the kind is `unreadable`. */
export interface SortedFile extends ImportFile {
  kind: FileKind;
}
