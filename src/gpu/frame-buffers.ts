import type { PrefixSumJob } from './prefix-sum.ts';
import type { Region } from './region.ts';

/** The buffers of a cloud that the compute passes of a frame read and write. */
export interface CloudResources {
  /** Number of Gaussians. */
  readonly count: number;
  /** Uniform `Frame` of shaders/splat.wgsl. */
  readonly frame: GPUBuffer;
  /** One `Splat` of shaders/splat.wgsl per Gaussian, 32 bytes each. */
  readonly splats: GPUBuffer;
  /** Red, green, blue, depth: four f32 per Gaussian. */
  readonly paint: GPUBuffer;
  /**
   * One u32 per splat, in drawing order. The kernel `count-tiles` writes the splat's number of pairs. The prefix sum
   * replaces this number by the index of the splat's first pair.
   */
  readonly places: GPUBuffer;
  /**
   * One u32 per splat, in drawing order. Each bit stands for a cell of tiles, and is set if the splat reaches the
   * cell (shaders/coverage.wgsl).
   */
  readonly covered: GPUBuffer;
  /** The prefix sum over `places`. */
  readonly scan: PrefixSumJob;
  /** Splat indices in drawing order. Valid after the depth sort with the same number of key bits. */
  order(depthBits: number): GPUBuffer;
}

/** The buffers of a picture that contain the regions, the numbers of pairs, and the tiles' ranges of pairs. */
export interface PictureResources {
  /** The regions in which the picture is drawn, one after the other. */
  readonly regions: readonly Region[];
  /** The uniforms of the regions, `REGION_STEP` bytes apart. */
  readonly regionUniforms: GPUBuffer;
  /**
   * Two u32 per region: the number of pairs that the region needs, and the sum of ⌊pairs / 256⌋ over its splats.
   * Cleared before each frame.
   */
  readonly totals: GPUBuffer;
  /**
   * Two u32 per tile of the current region: the index of the tile's first pair, and one past the tile's last pair.
   * Cleared before each region.
   */
  readonly ranges: GPUBuffer;
}

/** The sorted (tile, splat) pairs of a region. */
export interface PairResources {
  /**
   * The pairs of `region`, tile by tile, nearest first. Each is the splat's index, and in the high four bits the
   * quarters of the tile that the splat reaches.
   */
  splats(region: Region): GPUBuffer;
}
