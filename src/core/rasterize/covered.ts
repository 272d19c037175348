import type { Camera } from '../camera/camera.ts';
import type { RgbaImage } from '../image/image.ts';
import { frameToRgba } from './frame.ts';
import type { Rasterizer, RenderOptions } from './types.ts';

/** A drawn picture, and the pixels that the cloud covers. */
export interface CoveredPicture {
  image: RgbaImage;
  /** W·H: 1 where the coverage is above ½, else 0. */
  covered: Uint8Array;
}

/** Draws the loaded cloud in 8 bits. @throws AppError `camera-invalid` */
export async function drawCovered(
  rasterizer: Pick<Rasterizer, 'render'>,
  camera: Camera,
  options: Partial<RenderOptions>,
): Promise<CoveredPicture> {
  const frame = await rasterizer.render(camera, options);
  const covered = Uint8Array.from({ length: frame.depth.length }, (_, p) =>
    Number(frame.rgba[4 * p + 3] > 0.5),
  );
  return { image: frameToRgba(frame), covered };
}
