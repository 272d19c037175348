import { z } from 'zod';
import type { Camera } from '../core/camera/camera.ts';
import type { Rig } from '../core/camera/rig.ts';
import type { GaussianCloud } from '../core/gaussians/gaussian-cloud.ts';
import type { RgbaImage } from '../core/image/image.ts';
import type { NetworkCost, Precision } from '../graphs/cost.ts';
import { files, fraction, pixels, rigId } from './fields.ts';
import type { Family } from './family.ts';
import type { NetworkRunner } from './runner.ts';

/** The keys that `stages.reconstruct` of pack.json has for every family. Each family adds its own. */
export const reconstructKeys = {
  files,
  rig: rigId,
  /** Pixels across the views that the network takes. */
  viewSize: pixels,
  /** Gaussians with a lower opacity are removed. */
  minOpacity: fraction,
};

/** Keys that a family may allow. */
export const optionalReconstructKeys = {
  /** Indices of the rig's views that the network takes, in its own order. Without it: all views. */
  useViews: z.array(z.int().min(0).max(31)).min(1).max(32).optional(),
  /** Posed views keep their own size. Without it they are resized to `viewSize`. */
  anySize: z.literal(true).optional(),
  /** The part of the surface that a photo shows is made of surfels (docs/photo-surface.md). */
  photoSides: z.literal(true).optional(),
};

/** `stages.reconstruct` of pack.json: the keys that the pipeline reads. */
export interface ReconstructSection {
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

/** Pictures on white and their cameras, in the same order. */
export interface PosedViews {
  images: readonly RgbaImage[];
  cameras: readonly Camera[];
}

/** Gaussians in the frame of the cameras, in the network's own order, unfiltered. */
export interface Reconstructed {
  cloud: GaussianCloud;
  /**
   * Per Gaussian the pixel that it belongs to: view·size² + row·size + column, or −1. Absent if the network does not
   * make one Gaussian per pixel.
   */
  pixels?: Int32Array;
}

/** What an import has when it writes `stages.reconstruct`. */
interface SectionInputs {
  files: string[];
  /** The rig of the pack. */
  packRig: Rig;
  /** Id of the rig that the checkpoint was trained with. */
  rig: string;
  /** Pixels across the views that the pack makes; 512 if it makes none. */
  viewSize: number;
}

/** A family that turns posed views into Gaussians. */
export interface Reconstructor<
  Config extends object = object,
  Section extends ReconstructSection = ReconstructSection,
> extends Family<Config> {
  role: 'reconstructor';
  /** `stages.reconstruct` of pack.json for this kind. */
  schema: z.ZodType<Section> & z.core.$ZodTypeDiscriminable;
  /** `stages.reconstruct` of an imported pack. */
  sectionOf(config: Config, inputs: SectionInputs): Section;
  /**
   * What is wrong with the section, in words, or null.
   * @param views number of cameras of the pack's rig
   * @param makesViews whether the pack makes the views itself
   */
  problem(section: Section, views: number, makesViews: boolean): string | null;
  /** The size of the views must be a multiple of this. Null: the graph checks the size itself. */
  sizeStep(section: Section): number | null;
  /**
   * Memory and work without pruning, which only lowers them.
   * @param size pixels across a view
   */
  cost(section: Section, views: number, size: number, precision: Precision): NetworkCost;
  /** @param size pixels across the square that every view is resized to */
  run(
    views: PosedViews,
    section: Section,
    size: number,
    runner: NetworkRunner,
  ): Promise<Reconstructed>;
}
