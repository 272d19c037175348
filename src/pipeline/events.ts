import type { Camera } from '../core/camera/camera.ts';
import type { ArtifactName } from '../core/artifacts.ts';
import type { PlacementName } from '../core/camera/place-rig.ts';
import type { Corrections } from '../core/corrections/corrections.ts';
import type { Placement } from '../core/image/resize.ts';
import type { Centring } from '../core/image/centrings.ts';
import type { LossReport } from '../core/metrics/loss-report.ts';
import type { StageId } from '../core/stages.ts';
import type { FilterName } from '../core/gaussians/filters.ts';
import type { Comparison, ShownViews } from './posed/shown.ts';

/** Frames in which a splat can be written. */
export const SPLAT_FRAMES = ['model', 'lab'] as const;

export type SplatFrame = (typeof SPLAT_FRAMES)[number];

/** The settings of a run. They are plain data, because the page sends them to the worker. */
export interface RunSettings {
  seed: number;
  steps: number;
  /** Classifier-free guidance scale. 1: no guidance. */
  guidance: number;
  /** DDIM's eta, the noise per step, 0…1. Default: the pack's. */
  eta?: number;
  /**
   * Whether the two halves of guidance run one after the other. Default: only if the memory is too small for
   * both at once.
   */
  splitGuidance?: boolean;
  /** Number of views that the reconstructor gets. Default: all. */
  viewCount?: number;
  /** Width and height of the reconstructor's views, pixels. Default: the pack's. */
  viewSize?: number;
  /**
   * Whether the reconstructor leaves out background, although it was trained with it. Packs whose reconstructor
   * cannot do this, or always does, ignore the setting. Default: false.
   */
  pruneBackground?: boolean;
  /** How the subject is made from a photo. Default: `pixel_based`. */
  centring?: Centring;
  /** What a person corrected in a run from a photo. Default: nothing. */
  corrections?: Corrections;
  /** Width and height of the turntable video, pixels. Default: 512. */
  turntableSize?: number;
  /** Elevation of the turntable's camera, degrees. Default: the pack's. */
  turntableElevationDeg?: number;
  /** Number of frames of one turn. Default: the pack's. */
  turntableFrames?: number;
  /** Frames of the video per second. Default: the pack's. */
  turntableFps?: number;
  /** Distance of the turntable's camera from the origin, world units. Default: that of the pack's rig. */
  turntableRadius?: number;
  /** Background of the turntable video, as `backgroundOf` reads it. Default: white. */
  turntableBackground?: string;
  /** How the cameras of posed views are placed. Default: `subject`, or `axes` if no mask says where the subject is. */
  placement?: PlacementName;
  /** Frame of gaussians.ply: the model's world, or that of the camera file (`lab`). Default: `model`. */
  frame?: SplatFrame;
  ply: 'standard' | 'facelift';
  /** Which Gaussians stay in the cloud. */
  filters: FilterName;
}

/** The settings on which only the turntable video depends. */
export const TURNTABLE_SETTINGS = [
  'turntableSize',
  'turntableElevationDeg',
  'turntableFrames',
  'turntableFps',
  'turntableRadius',
  'turntableBackground',
] as const satisfies readonly (keyof RunSettings)[];

export type TurntableSettings = Pick<RunSettings, (typeof TURNTABLE_SETTINGS)[number]>;

/** Reasons to doubt a result. */
export const DOUBTS = [
  'mask-touches-border',
  'mask-unsure',
  'several-animals',
  'few-pixels',
  'nearly-black',
  'not-a-mouse',
  'photo-cut-off',
  'views-disagree',
  'views-background',
  'mask-parts-left-out',
] as const;

export type Doubt = (typeof DOUBTS)[number];

/** What there is to say about how a picture file was read. */
export type PhotoNotice =
  /** Most of the range of its samples is unused, and was stretched. */
  | 'range-stretched'
  /** A JPEG ends too early. What it shows is used. */
  | 'photo-cut-off'
  /** A TIFF has several pages. The first is used. */
  | 'first-page';

export type Notice =
  | Doubt
  | PhotoNotice
  /** A frame around the photo was left out. */
  | 'frame-left-out'
  /** The photo's own alpha is no cut-out, and was not used. */
  | 'alpha-ignored'
  | 'video-vp9'
  /** The GPU has no half precision, and large networks compute in single precision. */
  | 'single-precision'
  /** The same on NVIDIA on Linux, where Chromium switches half precision off. */
  | 'single-precision-nvidia';

/** Where the photo and its cut-out lie in the subject. */
export interface Placed {
  /** Side of the subject, pixels. */
  size: number;
  /** Subject pixel = photo pixel · scale + offset. */
  placement: Placement;
  /** The cut-out's rectangle before the subject was nudged, fractions of the subject's side. */
  box: { left: number; top: number; width: number; height: number };
}

/** The outputs of stages, as the page shows them. */
export type StageEvent =
  | { type: 'notice'; notice: Notice }
  /** PNG of a photo whose file browsers show differently, or not at all; at most 1600 pixels on the longer side. */
  | { type: 'photo'; png: Blob }
  /** PNG of the photo with the mask as alpha, at most 1600 pixels on the longer side. */
  | { type: 'cutout'; png: Blob; confidence: number }
  | { type: 'subject'; png: Blob; placed: Placed }
  /**
   * 23 keypoints as flat lists: `uv` in the subject, −1…1 (2·23); `xyz` in the world (3·23); expected `error`
   * in world units (23).
   */
  | { type: 'skeleton'; uv: Float32Array; xyz: Float32Array; error: Float32Array }
  /**
   * `seeds`: the seed of each view. Views of one subject with the same `group` differ only by their seeds. Absent: the
   * views were not painted.
   */
  | { type: 'views'; png: Blob[]; seeds?: number[]; group?: string }
  /** The views between two denoising steps, as small pictures. */
  | { type: 'views-preview'; png: Blob[] }
  /** Posed views as they were read and placed. */
  | { type: 'posed-views'; shown: ShownViews }
  /** The splat beside the true pictures of posed views. */
  | { type: 'compared'; comparison: Comparison }
  /** What is left of the true picture after each stage. */
  | { type: 'losses'; report: LossReport }
  /** The standard PLY as a file, for the viewer and for download. `cameras`: those of the views, in the world. */
  | { type: 'splat'; ply: Blob; count: number; cameras: Camera[] }
  | { type: 'artifact'; name: ArtifactName; file: Blob };

/** The progress of a run. */
export type ProgressEvent =
  | { type: 'stage'; stage: StageId; state: 'running' | 'done' | 'reused' | 'skipped'; ms: number }
  /** Fraction of the whole run that is done, 0…1. */
  | { type: 'progress'; stage: StageId; fraction: number };

/** Milliseconds per stage, in order of execution. Reused stages have 0. */
export type StageTimes = Partial<Record<StageId, number>>;
