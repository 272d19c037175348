import type { StageId } from '../core/stages.ts';
import type { BackendChoice, BackendPreference } from '../inference/backend.ts';
import type {
  Notice,
  ProgressEvent,
  RunSettings,
  StageEvent,
  StageTimes,
} from '../pipeline/events.ts';

/** What the page asks of the pipeline worker, and what the worker tells while it works. Plain data only. */
export type { BackendChoice, BackendPreference, Notice, RunSettings };

/** Settings as the page sends them. Seed, steps and guidance that are left out are those of the pack. */
export type RequestedSettings = Omit<RunSettings, 'seed' | 'steps' | 'guidance'> &
  Partial<Pick<RunSettings, 'seed' | 'steps' | 'guidance'>>;

export interface RunRequest {
  photo: Blob;
  fileName: string;
  packId: string;
  settings: RequestedSettings;
}

/** A pack as the page needs to know it. */
export interface PackSummary {
  id: string;
  /** In the browser's own storage, not served with the page. */
  imported: boolean;
  title: { en: string; ko: string };
  licence: string;
  bytes: number;
  defaults: { seed: number; steps: number; guidance: number };
  stages: StageId[];
}

export type PipelineEvent =
  | { type: 'backend'; choice: BackendChoice }
  /** Bytes of weights fetched so far. */
  | { type: 'download'; loaded: number; total: number }
  | ProgressEvent
  | StageEvent;

export interface RunSummary {
  /** Milliseconds per stage, in order of execution; reused stages are 0. */
  stageMs: StageTimes;
  totalMs: number;
  gaussians: number;
  video: 'turntable.mp4' | 'turntable.webm';
}

/**
 * Camera of the drag-to-orbit picture that replaces the viewer where WebGL2 cannot start. It looks at the
 * origin with a field of view of 50 degrees.
 */
export interface OrbitView {
  azimuthDeg: number;
  elevationDeg: number;
  radius: number;
  size: number;
}

export interface OpenResult {
  choice: BackendChoice;
  packs: PackSummary[];
}

/** The worker's whole surface, as comlink exposes it. */
export interface PipelineApi {
  /** Chooses backend and lists packs; call once, first. */
  open(wish: BackendPreference, baseUrl: string): Promise<OpenResult>;
  /** Looks again what packs there are. */
  listPacks(): Promise<PackSummary[]>;
  /** One run at a time. Rejects with AppError, or DOMException AbortError after `cancel`. */
  run(request: RunRequest, onEvent: (event: PipelineEvent) => void): Promise<RunSummary>;
  /** Asks the run in progress to stop at its next step. */
  cancel(): void;
  /** Takes a standard PLY for `renderOrbit`. */
  loadOrbit(ply: Blob): Promise<void>;
  /** Draws the loaded splat exactly; rejects when there is none. */
  renderOrbit(view: OrbitView): Promise<ImageBitmap>;
}

/** What the page holds (`bridge.ts`): the same, but a run is cancelled by its signal, whatever the worker does. */
export interface PipelineClient {
  open(wish: BackendPreference, baseUrl: string): Promise<OpenResult>;
  /** Looks again what packs there are, after an import or a removal. */
  listPacks(): Promise<PackSummary[]>;
  /** Rejects with AppError, or the signal's reason within a second of its abort. */
  run(
    request: RunRequest,
    onEvent: (event: PipelineEvent) => void,
    signal: AbortSignal,
  ): Promise<RunSummary>;
  /** Draws the last finished run's splat exactly; rejects before the first. */
  renderOrbit(view: OrbitView): Promise<ImageBitmap>;
}
