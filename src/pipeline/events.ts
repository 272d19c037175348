import type { ArtifactName } from '../core/artifacts.ts';
import type { StageId } from '../core/stages.ts';
import type { FilterName } from '../core/gaussians/filters.ts';

/** What a run is asked for. Plain data only: it crosses from the page into the worker. */
export interface RunSettings {
  seed: number;
  steps: number;
  /** Classifier-free guidance scale; 1 switches guidance off. */
  guidance: number;
  /** DDIM's noise per step, 0…1; without it the pack's. */
  eta?: number;
  /** The two halves of guidance one after the other; without it, where memory asks for it. */
  splitGuidance?: boolean;
  /** How many of the views go into the reconstructor; without it all. */
  viewCount?: number;
  /** Pixels across the views that the reconstructor gets; without it what the pack says. */
  viewSize?: number;
  /** Pixels across the film; without it 512. */
  turntableSize?: number;
  /** How far above the mouse the film's camera goes round it; without it what the pack says. */
  turntableElevationDeg?: number;
  ply: 'standard' | 'facelift';
  /** Which Gaussians stay. */
  filters: FilterName;
}

export type Notice = 'mask-touches-border' | 'mask-unsure' | 'video-vp9';

/** What a stage shows of its output. */
export type StageEvent =
  | { type: 'notice'; notice: Notice }
  /** Photo's own pixels, mask as alpha, PNG. */
  | { type: 'cutout'; png: Blob; confidence: number }
  | { type: 'subject'; png: Blob }
  /** Flat: uv in subject −1…1 (2·23), xyz in the world (3·23), error (23). */
  | { type: 'skeleton'; uv: Float32Array; xyz: Float32Array; error: Float32Array }
  | { type: 'views'; png: Blob[] }
  /** The standard PLY as a file, for viewer and download. */
  | { type: 'splat'; ply: Blob; count: number }
  | { type: 'artifact'; name: ArtifactName; file: Blob };

/** How far a run is. */
export type ProgressEvent =
  | { type: 'stage'; stage: StageId; state: 'running' | 'done' | 'reused' | 'skipped'; ms: number }
  /** Fraction 0…1 of the whole run. */
  | { type: 'progress'; stage: StageId; fraction: number };

/** Milliseconds per stage, in order of execution; reused stages are 0. */
export type StageTimes = Partial<Record<StageId, number>>;
