import type { PrefixSumJob } from './prefix-sum.ts';
import type { Region } from './region.ts';

/** The buffers of a cloud that the passes of a frame read and write. */
export interface CloudResources {
  /** Number of Gaussians. */
  readonly count: number;
  /** Uniform `Frame` of shaders/splat.wgsl. */
  readonly frame: GPUBuffer;
  /** `Splat` of shaders/splat.wgsl, 32 bytes per Gaussian. */
  readonly splats: GPUBuffer;
  /** Red, green, blue, depth: four f32 per Gaussian. */
  readonly paint: GPUBuffer;
  /**
   * u32 per splat in drawing order. The pass `count-tiles` writes its number of pairs; the prefix sum turns this into
   * the index of its first pair.
   */
  readonly places: GPUBuffer;
  /** u32 per splat in drawing order: one bit per cell of tiles that it reaches (shaders/coverage.wgsl). */
  readonly covered: GPUBuffer;
  /** The prefix sum over `places`. */
  readonly scan: PrefixSumJob;
  /** Splat indices in drawing order, valid after the depth sort with the same number of key bits. */
  order(depthBits: number): GPUBuffer;
}

/** The buffers of a picture that hold the pairs' counts and ranges. */
export interface PictureResources {
  /** The regions in which the picture is drawn, one after the other. */
  readonly regions: readonly Region[];
  /** The regions' uniforms, `REGION_STEP` bytes apart. */
  readonly regionUniforms: GPUBuffer;
  /**
   * Two u32 per region: the number of pairs that it needs, and the same counted in units of 256. Cleared before each
   * frame.
   */
  readonly totals: GPUBuffer;
  /** Two u32 per tile of the current region: its first pair, and one past its last. Cleared before each region. */
  readonly ranges: GPUBuffer;
}

/** The sorted (tile, splat) pairs of a region. */
export interface PairResources {
  /** Splat indices tile by tile, nearest first. */
  splats(region: Region): GPUBuffer;
}
