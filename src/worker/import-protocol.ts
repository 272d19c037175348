import type { Localised } from '../core/languages.ts';
import type { Family, RigOwner, Role } from '../families/family.ts';
import type { StoredType } from '../packs/import/write/layout.ts';
import type { ImportFile, ImportNote } from '../packs/import/parts.ts';
import type { ImportChoices } from '../packs/import/plan.ts';
import type { RigPart } from '../packs/import/rig-claims.ts';
import type { ImportProgress } from '../packs/import/write/run.ts';
import type { MissingPart } from '../packs/import/survey.ts';
import type { CameraPart } from '../packs/rig-guard.ts';

/** What the page and the import worker send each other: plain data, and files, which are not copied. */
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
};

/** One part of a model that was found: a network, the cameras, or a background remover. */
export interface FoundPart {
  role: Role | 'cameras' | 'remover';
  /** The kind of the network's family. For cameras and removers it is the role. */
  kind: string;
  /** Title and description of a network's family. Cameras and removers have texts of the page. */
  words?: Family['words'];
  /** Empty for cameras that were assumed. */
  path: string;
  /** Size of the file, or of all shards. 0 for cameras. */
  bytes: number;
  /** Values for the description. */
  facts: Record<string, string | number>;
}

/** What the page shows of a survey. */
export interface Found {
  parts: FoundPart[];
  missing: MissingPart[];
  notes: ImportNote[];
  /** Parts for which the user must be asked whose cameras they were trained with. */
  unstated: { part: RigPart; path: string }[];
  /** Whether a camera file other than FaceLift's is among the files. */
  ownCameras: boolean;
  licence: { name: string; text: string };
}

/** Parts that were trained with other cameras than those of the pack. */
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
  /** Id of the interrupted import, if there is one. */
  unfinishedId: string | null;
  /** Null if the browser does not tell it. */
  freeBytes: number | null;
  mismatch: Mismatch | null;
}

/** A pack in the browser's storage. */
export interface StoredPack {
  id: string;
  /** Null for an import that is not finished. */
  title: Localised | null;
  bytes: number;
}

/** What the import worker does. comlink exposes it to the page. */
export interface ImportApi {
  /** @param baseUrl URL of the folder that contains the page */
  open(baseUrl: string): void;
  /** Reads the headers of the files. The worker keeps the result until the next call that succeeds. */
  survey(files: readonly ImportFile[]): Promise<Found>;
  /** A plan for the files of the last survey. Mixed rigs are reported, not refused. Rejects with AppError. */
  plan(choices: ImportChoices): Promise<PlanSummary>;
  /** Writes the pack; only one at a time. Rejects with AppError, or with DOMException AbortError after `cancel`. */
  run(choices: ImportChoices, onProgress: (progress: ImportProgress) => void): Promise<void>;
  cancel(): void;
  stored(): Promise<StoredPack[]>;
  remove(id: string): Promise<void>;
}

/** What the page calls (`import-bridge.ts`). It is like ImportApi, but a signal cancels an import. */
export interface ImportClient extends Pick<ImportApi, 'survey' | 'plan' | 'stored' | 'remove'> {
  run(
    choices: ImportChoices,
    onProgress: (progress: ImportProgress) => void,
    signal: AbortSignal,
  ): Promise<void>;
}
