import { z } from 'zod';
import type { Camera } from '../core/camera/camera.ts';
import type { Rig } from '../core/camera/rig.ts';
import type { GaussianCloud } from '../core/gaussians/gaussian-cloud.ts';
import type { RgbaImage } from '../core/image/image.ts';
import type { NetworkCost, Precision } from '../graphs/cost.ts';
import { files, pixels, rigId, unit } from './fields.ts';
import type { Family } from './family.ts';
import type { Runner } from './runner.ts';

/** The keys of `stages.reconstruct` in pack.json that the pipeline reads. Each family adds its own. */
export const reconstructKeys = {
  files,
  rig: rigId,
  viewSize: pixels,
  /** Gaussians of less opacity are dropped. */
  minOpacity: unit,
};

/** Keys that a family may allow besides. */
export const optionalReconstructKeys = {
  /** Which of the rig's views it takes, in its own order. Without it all. */
  useViews: z.array(z.int().min(0).max(31)).min(1).max(32).optional(),
  /** Posed views are taken at their own size. Without it they are resized to `viewSize`. */
  anySize: z.literal(true).optional(),
  /** Views that are photos with a mask: their pixels become surfels on the surface that they show. */
  photoSides: z.literal(true).optional(),
};

/** `stages.reconstruct` of pack.json, as far as the pipeline reads it. */
export interface ReconstructStage {
  kind: string;
  files: string[];
  rig: string;
  viewSize: number;
  minOpacity: number;
  useViews?: number[];
  anySize?: true;
  photoSides?: true;
  config: object;
}

/** Pictures on white and their cameras, in one order. */
export interface PosedViews {
  images: readonly RgbaImage[];
  cameras: readonly Camera[];
}

/** Gaussians in the world of the cameras, in the network's own order, unfiltered. */
export interface Reconstructed {
  cloud: GaussianCloud;
  /** Per Gaussian the pixel that it belongs to: view·size² + row·size + column, or −1. Absent: not one per pixel. */
  pixels?: Int32Array;
}

/** What a stage in pack.json is made of at import. */
export interface StageParts {
  files: string[];
  /** The rig of the pack. */
  packRig: Rig;
  /** Id of the rig that the checkpoint was trained with. */
  rig: string;
  /** Pixels across the views that the pack makes; 512 where it makes none. */
  viewSize: number;
}

/** A family that turns posed views into Gaussians. */
export interface Reconstructor<
  Config extends object = object,
  Stage extends ReconstructStage = ReconstructStage,
> extends Family<Config> {
  role: 'reconstructor';
  /** `stages.reconstruct` of pack.json for this kind. */
  schema: z.ZodType<Stage> & z.core.$ZodTypeDiscriminable;
  stageOf(config: Config, parts: StageParts): Stage;
  /**
   * What is wrong with a stage, or null.
   * @param views how many cameras the pack's rig has
   * @param painted whether the pack makes the views itself
   */
  problem(stage: Stage, views: number, painted: boolean): string | null;
  /** The size of the views must be a multiple of this; null where the graph checks the size itself. */
  sizeStep(stage: Stage): number | null;
  /** Memory and work for so many views of so many pixels. Pruning only lowers it. */
  cost(stage: Stage, views: number, size: number, precision: Precision): NetworkCost;
  /** @param size pixels across the square that every view is resized to */
  run(views: PosedViews, stage: Stage, size: number, runner: Runner): Promise<Reconstructed>;
}
