import type { StageId } from '../core/errors.ts';

/** What the page asks of the pipeline worker, and what the worker tells while it works. Plain data only. */
export interface RunSettings {
  seed: number;
  steps: number;
  /** Classifier-free guidance scale; 1 switches guidance off. */
  guidance: number;
  ply: 'standard' | 'facelift';
}

export interface RunRequest {
  photo: Blob;
  fileName: string;
  packId: string;
  settings: RunSettings;
}

export type BackendWish = 'auto' | 'webgpu' | 'wasm';

export interface BackendChoice {
  backend: 'webgpu' | 'wasm';
  /** Why; each has a sentence in every language. */
  reason: 'forced' | 'hardware-adapter' | 'no-webgpu' | 'no-adapter' | 'software-adapter';
  /** Adapter description, empty without one. */
  adapter: string;
  threads: number;
  /** Who rasterizes: our WGSL on the device, or the same rules in TypeScript. */
  rasterizer: 'webgpu' | 'cpu';
}

/** A pack as the page needs to know it. */
export interface PackSummary {
  id: string;
  title: { en: string; ko: string };
  licence: string;
  bytes: number;
  defaults: { seed: number; steps: number; guidance: number };
  stages: StageId[];
}

export type ArtifactName =
  | 'input.png'
  | 'multiview.png'
  | 'output.png'
  | 'gaussians.ply'
  | 'turntable.mp4'
  | 'turntable.webm'
  | 'pose.json'
  | 'run.json';

export type Notice = 'mask-touches-border' | 'mask-unsure' | 'video-vp9';

export type PipelineEvent =
  | { type: 'backend'; choice: BackendChoice }
  /** Bytes of weights fetched so far. */
  | { type: 'download'; loaded: number; total: number }
  | { type: 'stage'; stage: StageId; state: 'running' | 'done' | 'reused' | 'skipped'; ms: number }
  /** Fraction 0…1 of the whole run. */
  | { type: 'progress'; stage: StageId; fraction: number }
  | { type: 'notice'; notice: Notice }
  /** Photo's own pixels, mask as alpha, PNG. */
  | { type: 'cutout'; png: Blob; confidence: number }
  | { type: 'subject'; png: Blob }
  /** Flat: uv in subject −1…1 (2·23), xyz (3·23), error (23). */
  | { type: 'skeleton'; uv: Float32Array; xyz: Float32Array; error: Float32Array }
  | { type: 'views'; png: Blob[] }
  /** The standard PLY as a file, for viewer and download. */
  | { type: 'splat'; ply: Blob; count: number }
  | { type: 'artifact'; name: ArtifactName; file: Blob };

export interface RunSummary {
  /** Milliseconds per stage, in order of execution; reused stages are 0. */
  stageMs: Partial<Record<StageId, number>>;
  totalMs: number;
  gaussians: number;
  video: 'turntable.mp4' | 'turntable.webm';
}

/** Camera of the drag-to-orbit picture that replaces the viewer where WebGL2 cannot start. */
export interface OrbitView {
  azimuthDeg: number;
  elevationDeg: number;
  radius: number;
  size: number;
}

/** The worker's whole surface, as comlink exposes it. */
export interface PipelineApi {
  /** Chooses backend and lists packs; call once, first. */
  open(wish: BackendWish, baseUrl: string): Promise<{ choice: BackendChoice; packs: PackSummary[] }>;
  /** One run at a time. Rejects with AppError, or DOMException AbortError after `cancel`. */
  run(request: RunRequest, onEvent: (event: PipelineEvent) => void): Promise<RunSummary>;
  /** Asks the run in progress to stop at its next step. */
  cancel(): void;
  /** Draws the last result exactly; rejects when there is none. */
  renderOrbit(view: OrbitView): Promise<ImageBitmap>;
}

/** What the page holds: the worker behind a queue, with cancel as a signal and a fresh worker after a crash. */
export interface PipelineClient {
  open(
    wish: BackendWish,
    baseUrl: string,
  ): Promise<{ choice: BackendChoice; packs: PackSummary[] }>;
  /** Rejects with AppError, or with the signal's AbortError within a second after the abort. */
  run(
    request: RunRequest,
    onEvent: (event: PipelineEvent) => void,
    signal: AbortSignal,
  ): Promise<RunSummary>;
  /** Draws the last result exactly; rejects when there is none. */
  renderOrbit(view: OrbitView): Promise<ImageBitmap>;
}
