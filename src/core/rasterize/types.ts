import type { Camera } from '../camera/camera.ts';
import type { GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import type { RgbaImage } from '../image/image.ts';

/** Red, green and blue, 0…1. */
export type Rgb = readonly [number, number, number];

/** Options of a picture. Default background: white. */
export interface RenderOptions {
  background: 'white' | 'black' | 'transparent' | Rgb;
}

/** A rendered picture in float, row-major from the top left, not clamped. */
export interface RenderedFrame {
  width: number;
  height: number;
  background: RenderOptions['background'];
  /**
   * 4·W·H numbers, premultiplied: rgb = Σ cᵢαᵢTᵢ + T·background. A transparent background adds nothing. For every
   * background the fourth channel is the coverage 1 − T.
   */
  rgba: Float32Array<ArrayBuffer>;
  /**
   * W·H numbers: Σ zᵢαᵢTᵢ, with z in world units along the viewing axis. Divided by the coverage, this sum is a mean
   * depth.
   */
  depth: Float32Array<ArrayBuffer>;
}

/** Draws one cloud at a time. The implementations in WGSL and in TypeScript follow the same rules. */
export interface Rasterizer {
  readonly kind: 'webgpu' | 'cpu';
  /** The number of pictures that a caller should request at a time for full speed. */
  readonly atOnce: number;
  /** Loads a cloud. It replaces the cloud that was loaded before. */
  load(cloud: GaussianCloud): Promise<void>;
  /** @throws AppError `camera-invalid` */
  render(camera: Camera, options?: Partial<RenderOptions>): Promise<RenderedFrame>;
  /**
   * The picture in 8 bits. Its bytes equal those of `frameToRgba` applied to the result of `render`. Several pictures
   * may be requested before the first is finished. The rasterizer processes `atOnce` pictures at a time.
   * @throws AppError `camera-invalid`
   */
  renderBytes(camera: Camera, options?: Partial<RenderOptions>): Promise<RgbaImage>;
  /** Frees the cloud and the buffers. */
  dispose(): void;
}
