import type { AppError } from '../../core/errors.ts';
import type {
  Found,
  ImportFile,
  ImportProgress,
  PlanSummary,
  RigOwner,
  RigPart,
  StoredPack,
  StoredType,
  WantedModel,
} from '../../worker/import-protocol.ts';

/** What the panel is doing. */
type ImportPhase = 'choosing' | 'reading' | 'writing' | 'stopping' | 'done' | 'cancelled';

/** A check of a stored pack's files. `fraction`: the part that was read, 0…1. `damaged`: the result. */
export type PackCheck =
  { fraction: number; damaged?: undefined } | { fraction: 1; damaged: readonly string[] };

export interface ImportState {
  open: boolean;
  phase: ImportPhase;
  /** All files that were added so far. */
  files: readonly ImportFile[];
  /** The models that the user chose in files with several. */
  wanted: readonly WantedModel[];
  /** The parts of a model that `files` contain. */
  found: Found | null;
  /** The name that the user typed. If it is empty, `suggestedName` is used. */
  name: string;
  type: StoredType;
  /** The user's answers for the parts in `found.unstated`. */
  rigs: Partial<Record<RigPart, RigOwner>>;
  allowMixedRigs: boolean;
  /** Whether the user accepts the licence terms. */
  accepted: boolean;
  /** Null while something that a plan needs is missing. */
  plan: PlanSummary | null;
  progress: ImportProgress | null;
  error: AppError | null;
  stored: readonly StoredPack[];
  /** Id of the pack for which the panel asks whether to remove it. */
  removing: string | null;
  /** What was found out about the files of stored packs, by the pack's id. */
  checks: Readonly<Record<string, PackCheck>>;
}

/** What can happen to the panel. */
export type ImportEvent =
  | { type: 'opened' }
  | { type: 'closed' }
  | { type: 'cleared' }
  | { type: 'reading' }
  | { type: 'reading-stopped' }
  | {
      type: 'found';
      files: readonly ImportFile[];
      wanted: readonly WantedModel[];
      found: Found;
    }
  | { type: 'planned'; plan: PlanSummary }
  | { type: 'named'; name: string }
  | { type: 'type-chosen'; stored: StoredType }
  | { type: 'rig-answered'; part: RigPart; owner: RigOwner }
  | { type: 'mixed-rigs-allowed'; allowed: boolean }
  | { type: 'terms-accepted'; accepted: boolean }
  | { type: 'started' }
  | { type: 'progress'; progress: ImportProgress }
  | { type: 'stopping' }
  | { type: 'cancelled' }
  | { type: 'finished'; name: string }
  | { type: 'failed'; error: AppError }
  | { type: 'dismissed' }
  | { type: 'stored'; stored: readonly StoredPack[] }
  | { type: 'removal-asked'; id: string | null }
  | { type: 'checked'; id: string; check: PackCheck | null };

export const initialImport: ImportState = {
  open: false,
  phase: 'choosing',
  files: [],
  wanted: [],
  found: null,
  name: '',
  type: 'F16',
  rigs: {},
  allowMixedRigs: false,
  accepted: false,
  plan: null,
  progress: null,
  error: null,
  stored: [],
  removing: null,
  checks: {},
};

/** A plan belongs to one set of files and choices. When they change, the plan is removed. */
const unplanned = { plan: null, allowMixedRigs: false } as const;

/** The state after an event. A pure function. */
export function applyImport(state: ImportState, event: ImportEvent): ImportState {
  switch (event.type) {
    case 'opened':
      return { ...state, open: true };
    case 'closed':
      return { ...initialImport, stored: state.stored };
    case 'cleared':
      return { ...initialImport, open: true, stored: state.stored };
    case 'reading':
      return { ...state, open: true, phase: 'reading', error: null };
    case 'reading-stopped':
      return { ...state, phase: 'choosing' };
    case 'found':
      // If the licence terms have changed, the user must accept them again.
      return {
        ...state,
        ...unplanned,
        phase: 'choosing',
        files: event.files,
        wanted: event.wanted,
        found: event.found,
        accepted: state.accepted && state.found?.licence.text === event.found.licence.text,
      };
    case 'planned':
      return { ...state, plan: event.plan };
    case 'named':
      return { ...state, name: event.name };
    case 'type-chosen':
      return { ...state, plan: null, type: event.stored };
    case 'rig-answered':
      return { ...state, ...unplanned, rigs: { ...state.rigs, [event.part]: event.owner } };
    case 'mixed-rigs-allowed':
      return { ...state, allowMixedRigs: event.allowed };
    case 'terms-accepted':
      return { ...state, accepted: event.accepted };
    case 'started':
      return { ...state, phase: 'writing', progress: null, error: null };
    case 'progress':
      return state.phase === 'writing' ? { ...state, progress: event.progress } : state;
    case 'stopping':
      return state.phase === 'writing' ? { ...state, phase: 'stopping' } : state;
    case 'cancelled':
      return { ...state, phase: 'cancelled', progress: null };
    case 'finished':
      return { ...state, phase: 'done', name: event.name, progress: null, checks: {} };
    case 'failed':
      return { ...state, open: true, phase: 'choosing', progress: null, error: event.error };
    case 'dismissed':
      return { ...state, error: null };
    case 'stored':
      return { ...state, stored: event.stored };
    case 'removal-asked':
      return { ...state, removing: event.id };
    case 'checked': {
      const others = Object.entries(state.checks).filter(([id]) => id !== event.id);
      const own = event.check ? [[event.id, event.check] as const] : [];
      return { ...state, checks: Object.fromEntries([...others, ...own]) };
    }
  }
}
