import type { RenderedFrame } from '../src/core/rasterize/types.ts';

/** Number of floats per pixel: R, G, B, A and depth. */
const STRIDE = 5;

/**
 * The bytes of a .f32 file: H×W×5 float32, little-endian, row-major. Channels 0 to 2 are R, G, B as the rasterizer gives
 * them (premultiplied, over the background). Channel 3 is the coverage 1 − T, channel 4 the depth Σ zᵢαᵢTᵢ. Values are
 * not clamped.
 */
export function rawFrame({ rgba, depth }: RenderedFrame): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(4 * STRIDE * depth.length));
  for (let i = 0, at = 0; i < depth.length; i++) {
    for (let c = 0; c < 4; c++, at += 4) view.setFloat32(at, rgba[4 * i + c], true);
    view.setFloat32(at, depth[i], true);
    at += 4;
  }
  return new Uint8Array(view.buffer);
}
