import { z } from 'zod';
import type { Camera } from '../core/camera/camera.ts';
import type { Rig } from '../core/camera/rig.ts';
import type { GaussianCloud } from '../core/gaussians/gaussian-cloud.ts';
import type { RgbaImage } from '../core/image/image.ts';
import type { NetworkCost, Precision } from '../graphs/cost.ts';
import { files, fraction, pixels, rigId } from './fields.ts';
import type { Family } from './family.ts';
import type { Network, NetworkRunner } from './runner.ts';

/** The keys that `stages.reconstruct` of pack.json has for every family. Each family adds more keys. */
export const reconstructKeys = {
  files,
  rig: rigId,
  /** Width and height of the views that the network takes, pixels. */
  viewSize: pixels,
  /** Gaussians with a lower opacity are removed. */
  minOpacity: fraction,
};

/** Keys that a family may allow in addition. */
export const optionalReconstructKeys = {
  /**
   * Indices of the rig's views that the network takes, in the network's order. Without this key it takes all
   * views.
   */
  useViews: z.array(z.int().min(0).max(31)).min(1).max(32).optional(),
  /** Posed views keep their size. Without this key they are resized to `viewSize`. */
  anySize: z.literal(true).optional(),
  /** Surfels with the photo's colours are put on the photo surface (docs/photo-surface.md). */
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

/** Gaussians in the frame of the cameras, in the network's order, unfiltered. */
export interface Reconstructed {
  cloud: GaussianCloud;
  /**
   * For each Gaussian, the pixel that it belongs to: view·size² + row·size + column, or −1 for none. Absent if
   * the network does not make one Gaussian per pixel.
   */
  pixels?: Int32Array;
}

/** The settings of a run that some families use. */
export interface ReconstructOptions {
  /** Background is left out of the network, although the network was trained with it. Default false. */
  pruneBackground?: boolean;
}

/** What an import uses to write `stages.reconstruct`. */
interface SectionInputs {
  files: string[];
  /** The rig of the pack. */
  packRig: Rig;
  /** Id of the rig that the checkpoint was trained with. */
  rig: string;
  /** Width and height of the views that the pack makes, pixels; 512 if the pack makes no views. */
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
   * What is wrong with the section, as a text; null if nothing is wrong.
   * @param views number of cameras of the pack's rig
   * @param makesViews whether the pack has a multi-view model
   */
  problem(section: Section, views: number, makesViews: boolean): string | null;
  /** The size of the views must be a multiple of this. Null: the graph checks the size itself. */
  sizeStep(section: Section): number | null;
  /**
   * Memory and operations without pruning. Pruning only lowers both.
   * @param size width and height of a view, pixels
   */
  cost(section: Section, views: number, size: number, precision: Precision): NetworkCost;
  /** Whether `pruneBackground` changes something. Absent: never. */
  canPrune?(section: Section): boolean;
  /** The network that `run` runs on views of this number and size (pixels). */
  network(
    section: Section,
    views: { count: number; size: number },
    runner: NetworkRunner,
    options?: ReconstructOptions,
  ): Network;
  /** Runs the network. @param size every view is resized to this width and height, pixels */
  run(
    views: PosedViews,
    section: Section,
    size: number,
    runner: NetworkRunner,
    options?: ReconstructOptions,
  ): Promise<Reconstructed>;
}
