import type { RenderedFrame } from '../src/core/rasterize/types.ts';

/** Floats per pixel: R G B A, depth. */
const STRIDE = 5;

/**
 * The bytes of a .f32 file: H×W×5 float32, little-endian, row-major. The channels are R, G, B as drawn (premultiplied,
 * over the background), coverage 1 − T, and depth Σ zᵢαᵢTᵢ. Values are not clamped.
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
