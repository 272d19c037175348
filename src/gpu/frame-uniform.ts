import { lightOf } from '../core/rasterize/rules.ts';
import type { RenderOptions } from '../core/rasterize/types.ts';
import type { View } from '../core/rasterize/view.ts';

/** Length of `struct Frame` (shaders/splat.wgsl) in u32. */
const LENGTH = 36;
export const FRAME_BYTES = 4 * LENGTH;

/** The content of the uniform `Frame` (shaders/splat.wgsl). @param count number of Gaussians */
export function frameUniform(
  view: View,
  background: RenderOptions['background'],
  count: number,
): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(LENGTH);
  const floats = new Float32Array(words.buffer);
  floats.set(view.w2c.subarray(0, 12));
  floats.set([view.fx, view.fy, view.cx, view.cy, view.limitX, view.limitY], 12);
  words.set([view.width, view.height, view.tilesX, view.tilesY], 18);
  floats.set(view.eye, 24);
  words[27] = count;
  for (let k = 0; k < 4; k++) floats[28 + k] = view.w2c[8 + k] - Math.fround(view.w2c[8 + k]);
  floats.set(lightOf(background), 32);
  return words;
}
