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
} from '../../worker/import-protocol.ts';

/** What the panel is doing. */
export type ImportPhase = 'choosing' | 'looking' | 'writing' | 'stopping' | 'done' | 'cancelled';

export interface ImportState {
  open: boolean;
  phase: ImportPhase;
  /** Everything that was dropped so far, as it was surveyed. */
  files: readonly ImportFile[];
  found: Found | null;
  /** Empty: the files' own (`suggestedName`). */
  name: string;
  type: StoredType;
  /** Answers to `found.unstated`. */
  rigs: Partial<Record<RigPart, RigOwner>>;
  allowMixedRigs: boolean;
  accepted: boolean;
  plan: PlanSummary | null;
  progress: ImportProgress | null;
  error: AppError | null;
  stored: readonly StoredPack[];
  /** Asked about before it is removed. */
  removing: string | null;
}

export type ImportEvent =
  | { type: 'opened' }
  | { type: 'closed' }
  | { type: 'cleared' }
  | { type: 'looking' }
  | { type: 'found'; files: readonly ImportFile[]; found: Found }
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
  | { type: 'removal-asked'; id: string | null };

export const initialImport: ImportState = {
  open: false,
  phase: 'choosing',
  files: [],
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
};

/** A plan is of one set of files and choices. */
const unplanned = { plan: null, allowMixedRigs: false } as const;

/** One step of the panel's state; pure. */
export function applyImport(state: ImportState, event: ImportEvent): ImportState {
  switch (event.type) {
    case 'opened':
      return { ...state, open: true };
    case 'closed':
      return { ...initialImport, stored: state.stored };
    case 'cleared':
      return { ...initialImport, open: true, stored: state.stored };
    case 'looking':
      return { ...state, open: true, phase: 'looking', error: null };
    case 'found':
      // Other files may carry other terms.
      return {
        ...state,
        ...unplanned,
        phase: 'choosing',
        files: event.files,
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
      return { ...state, phase: 'done', name: event.name, progress: null };
    case 'failed':
      return { ...state, open: true, phase: 'choosing', progress: null, error: event.error };
    case 'dismissed':
      return { ...state, error: null };
    case 'stored':
      return { ...state, stored: event.stored };
    case 'removal-asked':
      return { ...state, removing: event.id };
  }
}
