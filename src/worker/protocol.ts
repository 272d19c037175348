import type { Localised } from '../core/languages.ts';
import type { StageId } from '../core/stages.ts';
import type { BackendChoice, BackendPreference } from '../inference/backend.ts';
import type {
  Notice,
  ProgressEvent,
  RunSettings,
  StageEvent,
  StageTimes,
} from '../pipeline/events.ts';

/** The calls from the page to the pipeline worker, and the events from the worker to the page. Plain data only. */
export type { BackendChoice, BackendPreference, Notice, RunSettings };

/** Settings as the page sends them. If seed, steps or guidance is absent, the pack's value is used. */
export type RequestedSettings = Omit<RunSettings, 'seed' | 'steps' | 'guidance'> &
  Partial<Pick<RunSettings, 'seed' | 'steps' | 'guidance'>>;

export interface RunRequest {
  photo: Blob;
  fileName: string;
  packId: string;
  settings: RequestedSettings;
}

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
  stages: StageId[];
  /** Whether the setting `pruneBackground` changes something. */
  canPrune: boolean;
}

export type PipelineEvent =
  | { type: 'backend'; choice: BackendChoice }
  /** Number of bytes of weights that have been fetched, and of all bytes to fetch. */
  | { type: 'download'; loaded: number; total: number }
  | ProgressEvent
  | StageEvent;

export interface RunSummary {
  /** Milliseconds per stage, in order of execution; 0 for stages whose earlier result was reused. */
  stageMs: StageTimes;
  totalMs: number;
  /** Number of Gaussians in the splat. */
  gaussians: number;
  video: 'turntable.mp4' | 'turntable.webm';
}

/**
 * Camera of the drag-to-orbit picture, which replaces the viewer if WebGL2 cannot start. The camera points at
 * the origin, with a field of view of 50 degrees.
 */
export interface OrbitView {
  azimuthDeg: number;
  elevationDeg: number;
  /** Distance from the origin in world units. */
  radius: number;
  /** Width and height of the picture in pixels. */
  size: number;
}

/** The backend that was chosen, and the packs that can be used. */
export interface OpenResult {
  choice: BackendChoice;
  packs: PackSummary[];
}

/** All functions of the worker, as comlink exposes them. */
export interface PipelineApi {
  /** Chooses the backend and lists the packs. Call it once, before all others. */
  open(preference: BackendPreference, baseUrl: string): Promise<OpenResult>;
  /** Lists the packs again. */
  listPacks(): Promise<PackSummary[]>;
  /**
   * Runs the pipeline. Only one run can be in progress. Rejects with AppError, or with DOMException AbortError
   * after `cancel`.
   */
  run(request: RunRequest, onEvent: (event: PipelineEvent) => void): Promise<RunSummary>;
  /** Asks the run in progress to stop at its next step. */
  cancel(): void;
  /** Loads the splat for `renderOrbit` from a standard PLY. */
  loadOrbit(ply: Blob): Promise<void>;
  /** Draws the loaded splat with the reference rasterizer's rules. Rejects if no splat is loaded. */
  renderOrbit(view: OrbitView): Promise<ImageBitmap>;
}

/**
 * The functions that the page calls (`bridge.ts`). An aborted signal always cancels a run, even if the worker
 * hangs.
 */
export interface PipelineClient {
  open(preference: BackendPreference, baseUrl: string): Promise<OpenResult>;
  /** Lists the packs again, after an import or a removal. */
  listPacks(): Promise<PackSummary[]>;
  /** Rejects with AppError, or with the signal's reason within a second of its abort. */
  run(
    request: RunRequest,
    onEvent: (event: PipelineEvent) => void,
    signal: AbortSignal,
  ): Promise<RunSummary>;
  /** Draws the splat of the last finished run, as the worker's `renderOrbit` does. Rejects before the first run. */
  renderOrbit(view: OrbitView): Promise<ImageBitmap>;
}
