import type { Localised } from '../core/languages.ts';
import type { Corrections, HandMask } from '../core/corrections/corrections.ts';
import type { ErrorCode } from '../core/errors.ts';
import type { RgbaImage } from '../core/image/image.ts';
import type { LossReport } from '../core/metrics/loss-report.ts';
import type { StageId } from '../core/stages.ts';
import type { BackendChoice, BackendPreference } from '../inference/backend.ts';
import type { DownloadNews } from '../packs/download/news.ts';
import type {
  Notice,
  Placed,
  ProgressEvent,
  RunSettings,
  StageEvent,
  StageTimes,
} from '../pipeline/events.ts';
import type { MemoryForecast } from '../pipeline/memory/forecast.ts';
import type { ComparedView, Comparison, ShownView, ShownViews } from '../pipeline/posed/shown.ts';
import type { Finished } from '../pipeline/restored-outputs.ts';
import type { SampleFiles } from './dropped/samples.ts';

/** The calls from the page to the pipeline worker, and the events from the worker to the page. Plain data only. */
export type { BackendChoice, BackendPreference, DownloadNews, MemoryForecast, Notice, RunSettings };
export type { Corrections, Placed };
export type { ComparedView, Comparison, LossReport, SampleFiles, ShownView, ShownViews };

export { DOUBTS } from '../pipeline/events.ts';

/** Settings as the page sends them. If seed, steps or guidance is absent, the pack's value is used. */
export type RequestedSettings = Omit<RunSettings, 'seed' | 'steps' | 'guidance'> &
  Partial<Pick<RunSettings, 'seed' | 'steps' | 'guidance'>>;

/** A run from one photo. */
export interface PhotoInput {
  photo: Blob;
  fileName: string;
}

/** A run from posed views. */
export interface SampleInput {
  sample: SampleFiles;
}

/** What a run starts from. */
export type RunInput = PhotoInput | SampleInput;

export const isSample = <T extends object>(input: T & RunInput): input is T & SampleInput =>
  'sample' in input;

export type RunRequest = RunInput & {
  packId: string;
  settings: RequestedSettings;
};

/** What the page shows of a pack. */
export interface PackSummary {
  id: string;
  /** True: the pack is in the browser's storage. False: it is served with the page. */
  imported: boolean;
  title: Localised;
  /** Name of the licence. */
  licence: string;
  /** Size of all files, bytes. */
  bytes: number;
  defaults: { seed: number; steps: number; guidance: number };
  /** DDIM's eta of the pack. Undefined: the pack paints no views. */
  eta?: number;
  stages: StageId[];
  /** The turn of the turntable video. `radius`: world units. */
  turntable: { frames: number; fps: number; elevationDeg: number; radius: number };
  /** Whether the setting `pruneBackground` changes something. */
  canPrune: boolean;
  /** SHA-256 of its files, by their names. */
  sha256: Readonly<Record<string, string>>;
}

/** The faults after which a run goes on by itself, once. */
export const HEALED_FAULTS = [
  'worker-missing',
  'worker-died',
  'worker-stuck',
  'runtime-missing',
  'runtime-crashed',
  'device-lost',
] as const satisfies readonly ErrorCode[];

export type HealedFault = (typeof HEALED_FAULTS)[number];

export type PipelineEvent =
  /**
   * A fault was met, and the run goes on by itself at the last finished stage. `stage`: where the fault was met,
   * if it is known.
   */
  | { type: 'healed'; fault: HealedFault; stage?: StageId | 'load' }
  | { type: 'backend'; choice: BackendChoice }
  /** What a run with these settings needs. Null if it is not known. */
  | { type: 'forecast'; forecast: MemoryForecast | null }
  /** Number of bytes of weights that have been fetched, and of all bytes to fetch. */
  | { type: 'download'; loaded: number; total: number }
  /** Why no weights arrive. Null: they arrive again. */
  | { type: 'connection'; news: DownloadNews | null }
  /** A weight file was damaged and had to be fetched again. */
  | { type: 'fetched-again'; file: string }
  | ProgressEvent
  | StageEvent;

/** What the worker sends in addition to the bridge (`bridge.ts`). The page does not get these events. */
export type LifeEvent =
  /** Milliseconds without any event after which the worker must be stuck, on even the slowest machine. */
  | { type: 'patience'; ms: number }
  /** The output of a stage, for `restore` in another worker. */
  | { type: 'finished'; packKey: string; finished: Finished<StageEvent> };

/** All events from the worker. */
export type WorkerEvent = PipelineEvent | LifeEvent;

/** The output of a stage that a run has finished, and with what it was made. */
export type FinishedStage = Omit<Extract<LifeEvent, { type: 'finished' }>, 'type'>;

/** The finished stages of the last run. */
export type FinishedRun = RunInput & {
  /** What distinguishes the pack's weights from all others. */
  packKey: string;
  stages: Finished<StageEvent>[];
};

export interface RunSummary {
  /** Milliseconds per stage, in order of execution; 0 for stages whose earlier result was reused. */
  stageMs: StageTimes;
  totalMs: number;
  /** Number of Gaussians in the splat. */
  gaussians: number;
  video: 'turntable.mp4' | 'turntable.webm';
}

/** The backend that was chosen, and the packs that can be used. */
export interface OpenResult {
  choice: BackendChoice;
  packs: PackSummary[];
}

/** What a run must fetch before it can begin, bytes. */
export interface Missing {
  weights: number;
  /** As the server sends it. */
  runtime: number;
  /** Whether the browser keeps what is fetched for the next visit. */
  kept: boolean;
}

/** A photo and its mask, for a person who corrects the mask. */
export interface OpenedCutout {
  /** The photo's pixels, as the stages get them. */
  photo: RgbaImage;
  /** The mask with which the photo is cut out, of the photo's size. Empty if no mouse was found. */
  alpha: HandMask['alpha'];
}

/** All functions of the worker, as comlink exposes them. */
export interface PipelineApi {
  /** Chooses the backend and lists the packs. Call it once, before all others. */
  open(preference: BackendPreference, baseUrl: string): Promise<OpenResult>;
  /** Lists the packs again. */
  listPacks(): Promise<PackSummary[]>;
  /** The memory that a run would need. Null if the pack must be fetched first, or cannot be read. */
  forecast(packId: string, settings: RequestedSettings): Promise<MemoryForecast | null>;
  /**
   * Runs the pipeline. Only one run can be in progress. Rejects with AppError, or with DOMException AbortError
   * after `cancel`. A lost GPU device is replaced once.
   */
  run(request: RunRequest, onEvent: (event: WorkerEvent) => void): Promise<RunSummary>;
  /**
   * Cuts a photo out, as a run with this request does. Rejects as `run`, but not if no mouse is found. No run may be in
   * progress.
   * @param hasMouse false: it is known that no mouse is found
   */
  openCutout(request: RunRequest, hasMouse: boolean): Promise<OpenedCutout>;
  /** Takes over the finished stages of a worker that died. The next run does not compute them again. */
  restore(finished: FinishedRun): void;
  /** Asks the run in progress to stop at its next step. */
  cancel(): void;
  /** A download that waits or stalls tries again at once. */
  retryDownload(): void;
  /** What a run with this pack must fetch. Null if the pack cannot be read. */
  missing(packId: string): Promise<Missing | null>;
  /** Fetches it before a run. A run ends this, and goes on with what has arrived. Rejects with AppError or AbortError. */
  fetchAhead(packId: string, onProgress: (loaded: number, total: number) => void): Promise<void>;
  stopAhead(): Promise<void>;
}

/**
 * The functions that the page calls (`bridge.ts`). An aborted signal always cancels a run, even if the worker
 * hangs.
 */
export interface PipelineClient {
  open(preference: BackendPreference, baseUrl: string): Promise<OpenResult>;
  /** Lists the packs again, after an import or a removal. */
  listPacks(): Promise<PackSummary[]>;
  /** The memory that a run would need. Null if the pack must be fetched first, or cannot be read. */
  forecast(packId: string, settings: RequestedSettings): Promise<MemoryForecast | null>;
  /**
   * Rejects with AppError, or with the signal's reason within a second of its abort. If the worker dies or gets
   * stuck, the run goes on in a new worker at the last finished stage, once.
   * @param onFinished gets the output of each stage that is computed. It must not change it
   */
  run(
    request: RunRequest,
    onEvent: (event: PipelineEvent) => void,
    signal: AbortSignal,
    onFinished?: (stage: FinishedStage) => void,
  ): Promise<RunSummary>;
  /** Takes over finished stages of an earlier visit. A run from the same Blobs does not compute them again. */
  restore(finished: FinishedRun): void;
  /** The photo and its mask, as the worker gives them. Waits for a run that ends. */
  openCutout(request: RunRequest, hasMouse: boolean): Promise<OpenedCutout>;
  /** Ends the worker in the middle of a run. The run goes on in a new worker at the last finished stage. */
  restart(): void;
  /** A download that waits or stalls tries again at once. */
  retryDownload(): void;
  /** What a run with this pack must fetch. Null if the pack cannot be read. */
  missing(packId: string): Promise<Missing | null>;
  /**
   * Fetches it before a run. A run ends this, and goes on with what has arrived. Rejects with AppError, or with AbortError
   * after the signal or a run has ended it.
   * @param onProgress called with the bytes that have arrived, and all bytes
   */
  fetchAhead(
    packId: string,
    onProgress: (loaded: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<void>;
}
