import type { RgbaImage } from '../image/image.ts';
import { toByte } from './frame.ts';
import { SPLAT, type ProjectedSplats } from './project.ts';
import { lightOf } from './rules.ts';
import type { RenderedFrame, RenderOptions } from './types.ts';

/** Numbers per pixel: transmittance (negative once the pixel is closed), red, green, blue, depth. */
export const PIXEL_STRIDE = 5;

/** A buffer that is larger than this many times what is needed is given back. */
const ROOM = 32;

type Background = RenderOptions['background'];

/**
 * The pixels of a picture while splats are blended into them, in double precision. A mouse covers only a fraction of
 * its picture. Therefore only the pixels in the bounding box of the splats' tiles are cleared and converted.
 */
export class PixelBuffer {
  data = new Float64Array(0);
  private width = 0;
  private height = 0;
  /**
   * Bounding box of the pixels that may differ from the background. `right` and `bottom` are one past the last pixel.
   */
  private left = 0;
  private right = 0;
  private top = 0;
  private bottom = 0;

  /**
   * Starts a picture: clears the pixels that the previous splats may have changed, and finds the bounds of `splats`.
   */
  begin(width: number, height: number, splats: ProjectedSplats): void {
    const length = PIXEL_STRIDE * width * height;
    // A larger buffer serves, too: in a 3D view sizes change often.
    if (this.data.length < length || this.data.length > ROOM * length) {
      this.data = new Float64Array(length);
      for (let p = 0; p < this.data.length; p += PIXEL_STRIDE) this.data[p] = 1;
    } else this.clear();
    this.width = width;
    this.height = height;
    this.setBounds(splats);
  }

  private clear(): void {
    const { data, left, right } = this;
    for (let y = this.top; y < this.bottom; y++) {
      const start = PIXEL_STRIDE * (y * this.width + left);
      const end = PIXEL_STRIDE * (y * this.width + right);
      data.fill(0, start, end);
      for (let p = start; p < end; p += PIXEL_STRIDE) data[p] = 1;
    }
  }

  private setBounds({ data, count }: ProjectedSplats): void {
    [this.left, this.top, this.right, this.bottom] = [this.width, this.height, 0, 0];
    for (let at = 0; at < SPLAT.STRIDE * count; at += SPLAT.STRIDE) {
      // Comparisons with NaN are false, so NaN is ignored. Math.min and Math.max would return it.
      if (data[at + SPLAT.LEFT] < this.left) this.left = data[at + SPLAT.LEFT];
      if (data[at + SPLAT.TOP] < this.top) this.top = data[at + SPLAT.TOP];
      if (data[at + SPLAT.RIGHT] > this.right) this.right = data[at + SPLAT.RIGHT];
      if (data[at + SPLAT.BOTTOM] > this.bottom) this.bottom = data[at + SPLAT.BOTTOM];
    }
  }

  /** The picture over the background, in float. */
  toFrame(background: Background): RenderedFrame {
    const { data, width, height } = this;
    const [red, green, blue] = lightOf(background);
    const rgba = new Float32Array(4 * width * height);
    const depth = new Float32Array(width * height);
    if (red || green || blue)
      for (let i = 0; i < rgba.length; i += 4) rgba.set([red, green, blue], i);
    for (let y = this.top; y < this.bottom; y++)
      for (let x = this.left; x < this.right; x++) {
        const i = y * width + x;
        const p = PIXEL_STRIDE * i;
        const transmittance = Math.abs(data[p]);
        rgba[4 * i] = data[p + 1] + transmittance * red;
        rgba[4 * i + 1] = data[p + 2] + transmittance * green;
        rgba[4 * i + 2] = data[p + 3] + transmittance * blue;
        rgba[4 * i + 3] = 1 - transmittance;
        depth[i] = data[p + 4];
      }
    return { width, height, background, rgba, depth };
  }

  /**
   * The picture in 8 bits. Its bytes equal those of `frameToRgba(toFrame(background))`: values are rounded to f32
   * before they are converted to bytes.
   */
  toBytes(background: Background): RgbaImage {
    const { data, width, height } = this;
    const light = lightOf(background);
    const [red, green, blue] = light;
    const opaque = background !== 'transparent';
    const bytes = new Uint8ClampedArray(4 * width * height);
    if (background === 'white') bytes.fill(255);
    else if (opaque) {
      const behind = [...light.map((value) => toByte(Math.fround(value))), 255];
      for (let i = 0; i < bytes.length; i += 4) bytes.set(behind, i);
    }
    for (let y = this.top; y < this.bottom; y++)
      for (let x = this.left; x < this.right; x++) {
        const i = y * width + x;
        const p = PIXEL_STRIDE * i;
        const transmittance = Math.abs(data[p]);
        const alpha = Math.fround(1 - transmittance);
        const gain = opaque || alpha <= 0 ? 1 : 1 / alpha;
        bytes[4 * i] = toByte(Math.fround(data[p + 1] + transmittance * red) * gain);
        bytes[4 * i + 1] = toByte(Math.fround(data[p + 2] + transmittance * green) * gain);
        bytes[4 * i + 2] = toByte(Math.fround(data[p + 3] + transmittance * blue) * gain);
        if (!opaque) bytes[4 * i + 3] = toByte(alpha);
      }
    return { width, height, data: bytes };
  }
}
