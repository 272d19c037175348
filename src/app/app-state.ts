import type { Corrections } from '../core/corrections/corrections.ts';
import type { AppError } from '../core/errors.ts';
import type { StageId } from '../core/stages.ts';
import type {
  BackendChoice,
  DownloadNews,
  MemoryForecast,
  HealedFault,
  Notice,
  PackSummary,
  PipelineEvent,
  RequestedSettings,
} from '../worker/protocol.ts';
import type { SizeQuestion } from './posed/calibration.ts';
import type { Look } from './posed/look.ts';
import type { Result, ViewedSplat } from './result.ts';
import type { RunState } from './run-machine.ts';
import type { UserPhoto } from './user-photo.ts';

type StageProgress = Extract<PipelineEvent, { type: 'stage' }>['state'];

/** The state of the page, apart from the import panel (import/state.ts) and the queue (queue/state.ts). */
export interface AppState {
  run: RunState;
  /** Whether the queue began the run. */
  queued: boolean;
  /** The stage that runs, or the one that ran last. */
  stage: StageId | null;
  stages: Partial<Record<StageId, StageProgress>>;
  /** Progress of the run, 0…1. */
  fraction: number;
  /** Bytes of weights. */
  download: { loaded: number; total: number } | null;
  /** Why no weights arrive; null if they do. */
  connection: DownloadNews | null;
  /** Names of weight files that were damaged and had to be fetched again in this run. */
  fetchedAgain: string[];
  /** Milliseconds since 1970. */
  startedAt: number;
  /** When the last event of the run came. Milliseconds since 1970. */
  heardAt: number;
  /** The faults after which this run went on by itself. */
  healed: HealedFault[];
  notices: Notice[];
  error: AppError | null;
  /** The photo or sample that the error is about. */
  refused: UserPhoto | null;
  /** What the error asks about the cameras of the sample. */
  sizeQuestion: SizeQuestion | null;
  /** The result that the page shows. */
  current: Result | null;
  /** A finished item of the queue or of the history that the page shows in place of `current`. `id` is the item's. */
  opened: {
    from: 'queue' | 'history';
    id: number;
    result: Result;
    notices: readonly Notice[];
  } | null;
  /** A splat from a file, which the page shows in place of all others. */
  viewed: ViewedSplat | null;
  /** Which part of the result of posed views the large area shows. */
  look: Look;
  /** The last complete result. It is kept during a run. If the run fails or is cancelled, the page shows it again. */
  earlier: Result | null;
  /**
   * What the page showed when the person began the run: a result that was opened, and the page's own. If the run fails or
   * is cancelled, the page shows it again. `opened` is null if it was removed meanwhile. Null: no result was open.
   */
  before: { opened: AppState['opened']; own: Result | null } | null;
  /** What the person corrected in photos that the page shows, or may show again. */
  corrections: ReadonlyMap<Blob, Corrections>;
  choice: BackendChoice | null;
  /** The memory that a run with the chosen pack and settings needs; null if it is not known. */
  forecast: MemoryForecast | null;
  packs: PackSummary[];
  packId: string;
  /** Seed, steps and guidance are missing until the pack's defaults are known, unless the page's address sets them. */
  settings: RequestedSettings;
  /**
   * Settings of the page's address, and those of the last visit. They override the defaults of the pack that is chosen
   * when the pipeline opens.
   */
  firstSettings: Partial<RequestedSettings>;
}
