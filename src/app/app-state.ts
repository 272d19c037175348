import type { ArtifactName } from '../core/artifacts.ts';
import type { Corrections } from '../core/corrections/corrections.ts';
import { DEFAULT_PACK } from '../core/defaults.ts';
import type { AppError } from '../core/errors.ts';
import type { StageId } from '../core/stages.ts';
import type {
  BackendChoice,
  Comparison,
  DownloadNews,
  MemoryForecast,
  HealedFault,
  LossReport,
  Notice,
  PackSummary,
  PipelineEvent,
  Placed,
  RequestedSettings,
  RunSummary,
  ShownViews,
} from '../worker/protocol.ts';
import type { PaintedViews } from './correct/painted.ts';
import type { SizeQuestion } from './posed/calibration.ts';
import { firstLook, type Look } from './posed/look.ts';
import type { RunState } from './run-machine.ts';
import type { UrlParams } from './url.ts';
import type { UserPhoto } from './user-photo.ts';

/** The keypoints of one mouse, as the worker's `skeleton` event gives them. */
export interface SkeletonPoints {
  /** Positions in the subject, two numbers per keypoint. −1…1 from the subject's centre. */
  uv: Float32Array;
  /** Positions in the world, three numbers per keypoint. */
  xyz: Float32Array;
  /** Expected error of each keypoint's `xyz`, in world units. */
  error: Float32Array;
}

/** What the pipeline has made from one photo so far. */
export interface Result {
  photo: UserPhoto;
  /** What the photo looks like, if the browser cannot show its file. */
  shownPhoto?: Blob;
  cutout?: Blob;
  subject?: Blob;
  placed?: Placed;
  skeleton?: SkeletonPoints;
  views?: Blob[];
  painted?: PaintedViews;
  posedViews?: ShownViews;
  comparison?: Comparison;
  losses?: LossReport;
  splat?: { ply: Blob; count: number };
  artifacts: Partial<Record<ArtifactName, Blob>>;
  /** Set when the run is complete. */
  summary?: RunSummary;
}

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
  /** A finished item of the queue that the page shows in place of `current`. `id` is the item's. */
  opened: { id: number; result: Result; notices: readonly Notice[] } | null;
  /** Which part of the result of posed views the large area shows. */
  look: Look;
  /** The last complete result. It is kept during a run. If the run fails or is cancelled, the page shows it again. */
  earlier: Result | null;
  /** What the person corrected in photos that the page shows, or may show again. */
  corrections: ReadonlyMap<Blob, Corrections>;
  choice: BackendChoice | null;
  /** The memory that a run with the chosen pack and settings needs; null if it is not known. */
  forecast: MemoryForecast | null;
  packs: PackSummary[];
  packId: string;
  /** Seed, steps and guidance are missing until the pack's defaults are known, unless the page's address sets them. */
  settings: RequestedSettings;
  /** Settings from the page's address. They override the defaults of the pack that is chosen when the pipeline opens. */
  urlSettings: Partial<RequestedSettings>;
}

const defined = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<T>;

/** The state before a pack is open. */
export const initialState = (url: UrlParams): AppState => {
  const { seed, steps, guidance, centring } = url;
  const urlSettings = defined({ seed, steps, guidance, centring });
  return {
    run: 'idle',
    queued: false,
    stage: null,
    stages: {},
    fraction: 0,
    download: null,
    connection: null,
    fetchedAgain: [],
    startedAt: 0,
    heardAt: 0,
    healed: [],
    notices: [],
    error: null,
    refused: null,
    sizeQuestion: null,
    current: null,
    opened: null,
    look: firstLook,
    earlier: null,
    corrections: new Map(),
    choice: null,
    forecast: null,
    packs: [],
    packId: url.pack ?? DEFAULT_PACK,
    settings: { ply: 'standard', filters: 'pack', ...urlSettings },
    urlSettings,
  };
};
