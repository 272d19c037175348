import type { Camera } from '../camera/camera.ts';
import type { GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import type { RgbaImage } from '../image/image.ts';

/** Options of a picture. Default background: white. */
export interface RenderOptions {
  background: 'white' | 'black' | 'transparent';
}

/** A rendered picture in float, row-major from the top left, not clamped. */
export interface RenderedFrame {
  width: number;
  height: number;
  background: RenderOptions['background'];
  /**
   * 4·W·H, premultiplied: rgb = Σ cᵢαᵢTᵢ + T·background; a transparent background adds nothing. The fourth channel is
   * the coverage 1 − T for every background.
   */
  rgba: Float32Array<ArrayBuffer>;
  /** W·H, Σ zᵢαᵢTᵢ in world units along the viewing axis. Divided by the coverage it is a mean depth. */
  depth: Float32Array<ArrayBuffer>;
}

/** Draws one cloud at a time. The implementations in WGSL and in TypeScript do the same arithmetic. */
export interface Rasterizer {
  readonly kind: 'webgpu' | 'cpu';
  /** The number of frames that a caller should request at a time for full speed. */
  readonly atOnce: number;
  /** Loads a cloud; it replaces the one before. */
  load(cloud: GaussianCloud): Promise<void>;
  /** @throws AppError `camera-invalid` */
  render(camera: Camera, options?: Partial<RenderOptions>): Promise<RenderedFrame>;
  /**
   * The picture in 8 bits, byte for byte as `frameToRgba` of `render`. Several frames may be requested before the first
   * is finished; `atOnce` of them are processed at a time.
   * @throws AppError `camera-invalid`
   */
  renderBytes(camera: Camera, options?: Partial<RenderOptions>): Promise<RgbaImage>;
  /** Frees the cloud and the buffers. */
  dispose(): void;
}
