import type { ArtifactName } from '../core/artifacts.ts';
import type { Camera } from '../core/camera/camera.ts';
import type {
  Comparison,
  LossReport,
  PipelineEvent,
  Placed,
  RequestedSettings,
  RunSummary,
  ShownViews,
} from '../worker/protocol.ts';
import type { Film, ShownSplat, SplatSource } from '../worker/splats/protocol.ts';
import type { PaintedViews } from './correct/painted.ts';
import type { UserPhoto } from './user-photo.ts';

/** The keypoints of one mouse, as the worker's event gives them. */
export type SkeletonPoints = Omit<Extract<PipelineEvent, { type: 'skeleton' }>, 'type'>;

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
  /** The views between two denoising steps. */
  viewsPreview?: Blob[];
  posedViews?: ShownViews;
  comparison?: Comparison;
  losses?: LossReport;
  splat?: { ply: Blob; count: number };
  /** The cameras of the views, in the splat's frame. */
  cameras?: Camera[];
  artifacts: Partial<Record<ArtifactName, Blob>>;
  /** The pack and the settings that it was made with. */
  madeWith?: { packId: string; settings: RequestedSettings };
  /** Set when the run is complete. */
  summary?: RunSummary;
}

/** A splat from a file that the page shows in place of a run. */
export interface ViewedSplat extends ShownSplat {
  source: SplatSource;
  /** Its turntable video, if one was made. */
  film?: Film;
}
