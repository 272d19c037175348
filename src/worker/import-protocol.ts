import type { Localised } from '../core/languages.ts';
import type { Family, RigOwner, Role } from '../families/family.ts';
import type { StoredType } from '../packs/import/write/layout.ts';
import type { ImportFile, ImportNote, WantedModel } from '../packs/import/parts.ts';
import type { ImportChoices } from '../packs/import/plan.ts';
import type { RigPart } from '../packs/import/rig-claims.ts';
import type { ImportProgress } from '../packs/import/write/run.ts';
import type { MissingPart } from '../packs/import/survey.ts';
import type { CameraPart } from '../packs/check-rigs.ts';

/** What the page and the import worker send to each other: plain data, and files. Files are not copied. */
export type {
  CameraPart,
  ImportChoices,
  ImportFile,
  ImportNote,
  ImportProgress,
  MissingPart,
  RigOwner,
  RigPart,
  StoredType,
  WantedModel,
};

/** One part of a model that was found: a network, the cameras, or a background remover. */
export interface FoundPart {
  role: Role | 'cameras' | 'remover';
  /** The kind of the network's family. For cameras and removers, the same text as `role`. */
  kind: string;
  /** Title and description of a network's family. Absent for cameras and removers: the page has their texts. */
  words?: Family['words'];
  /** Path of the file. Empty if cameras were assumed. */
  path: string;
  /** Size of the file, or of all shards. 0 for cameras. */
  bytes: number;
  /** Values for the description. */
  facts: Record<string, string | number>;
}

/** What the page shows of a survey. */
export interface Found {
  parts: FoundPart[];
  /** The choices among several models in one file, for example `model` and `ema`. */
  choices: { path: string; models: { key: string; averaged: boolean }[]; chosen: string }[];
  missing: MissingPart[];
  notes: ImportNote[];
  /** Parts about which the page must ask the user: with whose cameras was the part trained? */
  unstated: { part: RigPart; path: string }[];
  /** Whether the files contain a camera file other than FaceLift's. */
  ownCameras: boolean;
  /** Number of weights of the largest network whose precision can be chosen. */
  largestWeights: number;
  licence: { name: string; text: string };
}

/** The parts that were trained with other cameras than the pack's. */
export interface Mismatch {
  /** Id of the pack's rig. */
  expected: string;
  parts: { part: CameraPart; rig: string }[];
}

/** What an import would write. */
export interface PlanSummary {
  totalBytes: number;
  /** Bytes that an interrupted import of the same files has already written. */
  doneBytes: number;
  /** Id of the interrupted import; null if no import was interrupted. */
  unfinishedId: string | null;
  /** Free bytes in the browser's storage; null if the browser does not report them. */
  freeBytes: number | null;
  mismatch: Mismatch | null;
}

/** A pack in the browser's storage. */
export interface StoredPack {
  id: string;
  /** Null if the import is not finished. */
  title: Localised | null;
  bytes: number;
}

/** The functions of the import worker, as comlink exposes them. */
export interface ImportApi {
  /** @param baseUrl URL of the folder that contains the page */
  open(baseUrl: string): void;
  /**
   * Reads the headers of the files. The worker keeps the result until the next successful call.
   * @param wanted the models that the user wants, of files with several
   * @param onFile called with the path of the file that is being read, as long as reading makes progress
   */
  survey(
    files: readonly ImportFile[],
    wanted: readonly WantedModel[],
    onFile: (path: string) => void,
  ): Promise<Found>;
  /**
   * Makes a plan for the files of the last survey. Parts of different rigs are reported (`mismatch`), not
   * refused. Rejects with AppError.
   */
  plan(choices: ImportChoices): Promise<PlanSummary>;
  /**
   * Writes the pack. Only one pack can be written at a time. Rejects with AppError, or with DOMException
   * AbortError after `cancel`.
   */
  run(choices: ImportChoices, onProgress: (progress: ImportProgress) => void): Promise<void>;
  cancel(): void;
  stored(): Promise<StoredPack[]>;
  remove(id: string): Promise<void>;
  /**
   * Checks every file of an imported pack by its SHA-256. An import of the same checkpoint writes the damaged files again.
   * @param onFraction called with the part of the pack that was read, 0…1
   * @returns names of the damaged files
   */
  check(id: string, onFraction: (fraction: number) => void): Promise<string[]>;
}

/** The functions that the page calls (`import-bridge.ts`). Unlike in ImportApi, an AbortSignal cancels an import. */
export interface ImportClient extends Pick<ImportApi, 'plan' | 'stored' | 'remove' | 'check'> {
  /**
   * Reads the headers of the files. `plan` and `run` are about the files of the last successful call.
   * @param wanted the models that the user wants, of files with several
   * @throws AppError `import-stalled` if reading makes no progress for 20 seconds
   * @throws the signal's reason
   */
  survey(
    files: readonly ImportFile[],
    wanted: readonly WantedModel[],
    signal: AbortSignal,
  ): Promise<Found>;
  run(
    choices: ImportChoices,
    onProgress: (progress: ImportProgress) => void,
    signal: AbortSignal,
  ): Promise<void>;
}
