import type { Camera } from '../camera/camera.ts';
import type { GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import type { RgbaImage } from '../image/image.ts';

export interface RenderOptions {
  background: 'white' | 'black' | 'transparent';
}

/** One rendered picture in float, row-major from the top left, not clamped. */
export interface RenderedFrame {
  width: number;
  height: number;
  background: RenderOptions['background'];
  /**
   * 4·W·H, premultiplied: rgb = Σ cᵢαᵢTᵢ, plus T·background unless that is transparent.
   * The fourth channel is the coverage 1 − T whatever the background.
   */
  rgba: Float32Array<ArrayBuffer>;
  /** W·H, Σ zᵢαᵢTᵢ in world units along the viewing axis; divide by the coverage for a mean depth. */
  depth: Float32Array<ArrayBuffer>;
}

/** Draws one cloud at a time; `load` replaces it. The WGSL and the TypeScript do the same arithmetic. */
export interface Rasterizer {
  readonly kind: 'webgpu' | 'cpu';
  /** How many frames are worth asking for at a time. */
  readonly atOnce: number;
  load(cloud: GaussianCloud): Promise<void>;
  render(camera: Camera, options?: Partial<RenderOptions>): Promise<RenderedFrame>;
  /**
   * The same in 8 bits, to the byte what `frameToRgba` makes of `render`. Asking for a frame before the last one has
   * come lets both be worked on.
   */
  renderBytes(camera: Camera, options?: Partial<RenderOptions>): Promise<RgbaImage>;
  dispose(): void;
}
