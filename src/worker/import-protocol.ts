import type { Family, RigOwner, Role } from '../families/family.ts';
import type { StoredType } from '../packs/import/write/layout.ts';
import type { ImportFile, ImportNote } from '../packs/import/parts.ts';
import type { ImportChoices } from '../packs/import/plan.ts';
import type { RigPart } from '../packs/import/rig-claims.ts';
import type { ImportProgress } from '../packs/import/write/run.ts';
import type { MissingPart } from '../packs/import/survey.ts';
import type { CameraPart } from '../packs/rig-guard.ts';

/** What the page asks of the import worker. Plain data and files, which pass without being copied. */
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

/** One part of a model among the dropped files. */
export interface FoundPart {
  role: Role | 'cameras' | 'remover';
  /** The network's family; the role of anything else. */
  kind: string;
  /** How a network's family is described; cameras and removers have sentences of the page. */
  words?: Family['words'];
  /** Empty for cameras that come from no file. */
  path: string;
  /** Of the file, or the files. */
  bytes: number;
  /** Values for the sentence that describes it. */
  facts: Record<string, string | number>;
}

/** What the page shows of a survey. */
export interface Found {
  parts: FoundPart[];
  missing: MissingPart[];
  notes: ImportNote[];
  /** Parts of which only the user knows whose cameras they were trained with. */
  unstated: { part: RigPart; path: string }[];
  /** Whether a camera file other than FaceLift's is among the files. */
  ownCameras: boolean;
  licence: { name: string; text: string };
}

/** Parts that were trained with other cameras than the pack's. */
export interface Mismatch {
  /** Rig of the pack. */
  expected: string;
  parts: { part: CameraPart; rig: string }[];
}

/** What an import would write. */
export interface PlanSummary {
  totalBytes: number;
  /** Already there, from an import of the same files that was interrupted. */
  doneBytes: number;
  /** The pack that it was to become. */
  unfinishedId: string | null;
  /** Null where the browser does not say. */
  freeBytes: number | null;
  mismatch: Mismatch | null;
}

/** A folder in the browser's storage. */
export interface StoredPack {
  id: string;
  /** Null: an import that is not finished. */
  title: { en: string; ko: string } | null;
  bytes: number;
}

/** The worker's whole surface, as comlink exposes it. */
export interface ImportApi {
  open(baseUrl: string): void;
  /** Reads headers. What it finds stays until the next call that succeeds. */
  survey(files: readonly ImportFile[]): Promise<Found>;
  /** For the files of the last survey. Rejects with AppError; a mixture of rigs is told, not refused. */
  plan(choices: ImportChoices): Promise<PlanSummary>;
  /** One at a time. Rejects with AppError, or DOMException AbortError after `cancel`. */
  run(choices: ImportChoices, onProgress: (progress: ImportProgress) => void): Promise<void>;
  cancel(): void;
  stored(): Promise<StoredPack[]>;
  remove(id: string): Promise<void>;
}

/** What the page holds (`import-bridge.ts`): the same, but an import is cancelled by its signal. */
export interface ImportClient extends Pick<ImportApi, 'survey' | 'plan' | 'stored' | 'remove'> {
  run(
    choices: ImportChoices,
    onProgress: (progress: ImportProgress) => void,
    signal: AbortSignal,
  ): Promise<void>;
}
