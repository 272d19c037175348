import type { ArtifactName } from '../core/artifacts.ts';
import type { StageId } from '../core/stages.ts';
import type { FilterName } from '../core/gaussians/filters.ts';

/** The settings of a run. Plain data only: they cross from the page into the worker. */
export interface RunSettings {
  seed: number;
  steps: number;
  /** Classifier-free guidance scale. 1: no guidance. */
  guidance: number;
  /** DDIM's eta, the noise per step, 0…1. Default: the pack's. */
  eta?: number;
  /** Run the two halves of guidance one after the other. Default: if memory is too small for both. */
  splitGuidance?: boolean;
  /** How many of the views the reconstructor gets. Default: all. */
  viewCount?: number;
  /** Pixels across the views for the reconstructor. Default: what the pack says. */
  viewSize?: number;
  /** Pixels across the turntable video. Default: 512. */
  turntableSize?: number;
  /** Elevation of the turntable's camera. Default: what the pack says. */
  turntableElevationDeg?: number;
  ply: 'standard' | 'facelift';
  /** Which Gaussians stay in the cloud. */
  filters: FilterName;
}

export type Notice = 'mask-touches-border' | 'mask-unsure' | 'video-vp9';

/** What the page gets to see of a stage's output. */
export type StageEvent =
  | { type: 'notice'; notice: Notice }
  /** PNG of the photo's own pixels with the mask as alpha. */
  | { type: 'cutout'; png: Blob; confidence: number }
  | { type: 'subject'; png: Blob }
  /** Flat lists: uv in the subject, −1…1 (2·23); xyz in the world (3·23); expected error in world units (23). */
  | { type: 'skeleton'; uv: Float32Array; xyz: Float32Array; error: Float32Array }
  | { type: 'views'; png: Blob[] }
  /** The standard PLY as a file, for viewer and download. */
  | { type: 'splat'; ply: Blob; count: number }
  | { type: 'artifact'; name: ArtifactName; file: Blob };

/** Progress of a run. */
export type ProgressEvent =
  | { type: 'stage'; stage: StageId; state: 'running' | 'done' | 'reused' | 'skipped'; ms: number }
  /** Fraction 0…1 of the whole run. */
  | { type: 'progress'; stage: StageId; fraction: number };

/** Milliseconds per stage, in order of execution. Reused stages have 0. */
export type StageTimes = Partial<Record<StageId, number>>;
